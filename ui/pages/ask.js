// Runs once for 问答. An attribute says what a press asks of the page:
//   data-ask="question"   asks it                    data-slip="3"      the clerk's slip of the third turn
//   data-restart          begins a new conversation  data-rate          says what one thinks of an answer
//   data-reopen="id"      shows a kept conversation  data-forget="id"   removes it from this browser
//   data-export="kind"    saves it as a file         data-lift          lifts the filters
const PREFIX = "policyqa.conversation.";
const narrow = window.matchMedia("(max-width: 900px)");
const motion = () => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

// ---- conversations, each under a key of its own, so that two windows do not write over each other ----
function kept() {
	return Object.keys(localStorage)
		.filter((key) => key.startsWith(PREFIX))
		.map((key) => JSON.parse(localStorage.getItem(key)))
		.sort((one, other) => other.at - one.at);
}

function keep(conversation) {
	const { id, turns } = JSON.parse(conversation);
	const entry = JSON.stringify({ id, at: Date.now(), title: turns[0].question, conversation });
	for (;;) {
		try {
			localStorage.setItem(PREFIX + id, entry);
			return;
		} catch (full) {
			const oldest = kept().filter((other) => other.id !== id).pop();
			if (!oldest) throw full;
			localStorage.removeItem(PREFIX + oldest.id);
		}
	}
}

function listKept() {
	const list = document.querySelector(".pq-kept");
	if (!list) return;
	list.replaceChildren(
		...kept().map(({ id, at, title }) => {
			const item = document.createElement("li");
			const open = document.createElement("button");
			const when = document.createElement("time");
			const forget = document.createElement("button");
			open.type = forget.type = "button";
			open.className = "pq-kept-open";
			forget.className = "pq-kept-forget";
			open.dataset.reopen = forget.dataset.forget = id;
			delete forget.dataset.reopen;
			open.textContent = title;
			when.textContent = new Date(at).toLocaleDateString("zh-CN", { month: "numeric", day: "numeric" });
			forget.textContent = "删除";
			forget.setAttribute("aria-label", `删除对话：${title}`);
			item.append(open, when, forget);
			return item;
		}),
	);
}

// ---- presses ----
function rate(button) {
	const form = button.closest(".pq-actions").querySelector(".pq-reasons");
	if (button.dataset.rate === "down") {
		form.hidden = !form.hidden;
		button.setAttribute("aria-expanded", String(!form.hidden));
		if (!form.hidden) form.querySelector("input").focus();
		return;
	}
	form.hidden = true;
	trigger("feedback", { turn: Number(form.dataset.turn), rating: "up", reason: "", comment: "" });
}

const PRESSES = {
	ask: (button) => trigger("ask", { question: button.dataset.ask }),
	restart: () => trigger("restart"),
	reopen: (button) => {
		const entry = localStorage.getItem(PREFIX + button.dataset.reopen);
		if (entry) trigger("reopen", { conversation: JSON.parse(entry).conversation });
	},
	forget: (button) => {
		localStorage.removeItem(PREFIX + button.dataset.forget);
		listKept();
	},
	export: (button) => trigger("export", { kind: button.dataset.export }),
	slip: (button) => trigger("slip", { turn: Number(button.dataset.slip) }),
	rate,
	lift: () => trigger("lift"),
};
const PRESSABLE = Object.keys(PRESSES).map((name) => `[data-${name}]`).join();

document.addEventListener("click", (event) => {
	const pressed = event.target.closest(PRESSABLE);
	if (!pressed) return;
	event.preventDefault();
	PRESSES[Object.keys(PRESSES).find((name) => name in pressed.dataset)](pressed);
});

document.addEventListener("submit", (event) => {
	const form = event.target.closest(".pq-reasons");
	if (!form) return;
	event.preventDefault();
	const { reason, comment } = Object.fromEntries(new FormData(form));
	trigger("feedback", { turn: Number(form.dataset.turn), rating: "down", reason, comment });
});

// ---- what the service's answers bring ----
function save(file) {
	const bytes = Uint8Array.from(atob(file.dataset.content), (character) => character.charCodeAt(0));
	const link = document.createElement("a");
	link.href = URL.createObjectURL(new Blob([bytes], { type: file.dataset.type }));
	link.download = file.dataset.file;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function markRated(number) {
	const actions = document.querySelector(`#turn-${number} .pq-actions`);
	const form = actions.querySelector(".pq-reasons");
	const rated = form.hidden ? "up" : "down";
	form.hidden = true;
	for (const button of actions.querySelectorAll("[data-rate]")) {
		button.setAttribute("aria-pressed", String(button.dataset.rate === rated));
		button.disabled = true;
	}
}

const once = (selector, act) => {
	for (const found of document.querySelectorAll(`${selector}:not([data-done])`)) {
		found.dataset.done = "";
		act(found);
	}
};

// A new question is brought to the top of the window, once: its answer comes in pieces.
let shown = "";
new MutationObserver(() => {
	const turn = document.querySelector("#pq-current .pq-turn");
	const name = turn ? turn.id + turn.querySelector(".pq-question").textContent : "";
	if (turn && name !== shown) {
		// Open filters would cover the answer; that they are set is said beside the box.
		document.querySelector("#pq-filters > button.open")?.click();
		turn.scrollIntoView({ block: "start", behavior: motion() });
	}
	shown = name;
	once("#pq-memory [data-conversation]", (found) => {
		keep(found.dataset.conversation);
		listKept();
	});
	once("#pq-download [data-file]", save);
	once("#pq-toast [data-rated]", (found) => markRated(found.dataset.rated));
	once(".pq-kept", listKept);
	once("button.calendar", (found) => found.setAttribute("aria-label", "打开日历"));
	if (narrow.matches) once("details.pq-library", (found) => found.removeAttribute("open"));
}).observe(document.body, { childList: true, subtree: true });

window.addEventListener("storage", listKept);
listKept();
