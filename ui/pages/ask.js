// Runs once for 问答. An attribute says what a press asks of the page:
//   data-ask="question"  asks it
//   data-restart         begins a new conversation
const narrow = window.matchMedia("(max-width: 900px)");
const motion = () => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

document.addEventListener("click", (event) => {
	const pressed = event.target.closest("[data-ask], [data-restart]");
	if (!pressed) return;
	event.preventDefault();
	if (pressed.dataset.ask !== undefined) trigger("ask", { question: pressed.dataset.ask });
	else trigger("restart");
});

// A new question is brought to the top of the window, once: its answer comes in pieces.
let shown = "";
new MutationObserver(() => {
	const turn = document.querySelector("#pq-current .pq-turn");
	if (!turn || turn.id === shown) return;
	shown = turn.id;
	turn.scrollIntoView({ block: "start", behavior: motion() });
}).observe(document.body, { childList: true, subtree: true });

if (narrow.matches) document.querySelector("details.pq-library")?.removeAttribute("open");
