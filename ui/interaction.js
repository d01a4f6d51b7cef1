// Runs once for each HTML area of the page (Gradio passes element, trigger and watch); clicks are delegated,
// because an area's content is replaced with every answer.
const narrow = window.matchMedia("(max-width: 900px)");
const motion = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

function openCard(card) {
	card.open = true;
	card.scrollIntoView({ block: "center", behavior: motion });
	card.querySelector("summary").focus({ preventScroll: true });
}

async function copy(button) {
	const text = button.dataset.copy;
	if (navigator.clipboard) {
		await navigator.clipboard.writeText(text);
	} else {
		// Browsers offer the clipboard only over HTTPS or on localhost; an intranet often has neither.
		const area = document.createElement("textarea");
		area.value = text;
		document.body.append(area);
		area.select();
		document.execCommand("copy");
		area.remove();
	}
	button.classList.add("pq-copied");
	setTimeout(() => button.classList.remove("pq-copied"), 1600);
}

element.addEventListener("click", (event) => {
	const pressed = event.target.closest("[data-ask], [data-open], [data-copy], [data-restart]");
	if (!pressed) return;
	event.preventDefault();
	if (pressed.dataset.ask !== undefined) trigger("ask", { question: pressed.dataset.ask });
	else if (pressed.dataset.open !== undefined) openCard(document.getElementById(pressed.dataset.open));
	else if (pressed.dataset.copy !== undefined) copy(pressed);
	else window.location.reload();
});

// A long clause opens at the words the answer stands on.
element.addEventListener(
	"toggle",
	(event) => {
		const clause = event.target.querySelector?.(".pq-clause");
		const quote = clause?.querySelector("mark");
		if (event.target.open && quote) clause.scrollTop = quote.offsetTop - clause.offsetTop - 48;
	},
	true,
);

watch("value", () => {
	if (element.closest("#pq-current")) {
		element.querySelector(".pq-turn")?.scrollIntoView({ block: "start", behavior: motion });
	}
	if (narrow.matches) element.querySelector("details.pq-library")?.removeAttribute("open");
});
