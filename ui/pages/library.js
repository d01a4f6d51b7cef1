// Runs once for 文库. An attribute says what a press asks of the page:
//   data-holding="id"   shows a document             data-node="n"     goes to the n-th clause in the source
//   data-delete="id"    asks before deleting         data-deleted="id" deletes
//   data-activate="s"   asks before switching to a snapshot   data-activated="s" switches
// A press on a clause in the source marks it in the tree. Forms are handed over by the events of their kind.
const motion = () => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

function within(pane, part) {
	pane.scrollTo({ top: part.offsetTop - pane.clientHeight / 4, behavior: motion() });
}

function mark(number) {
	for (const one of document.querySelectorAll(".pq-here")) one.classList.remove("pq-here");
	for (const one of document.querySelectorAll(".pq-node[aria-current]")) one.removeAttribute("aria-current");
	const node = document.querySelector(`.pq-node[data-node="${number}"]`);
	node.setAttribute("aria-current", "true");
	const pieces = [...document.querySelectorAll(`.pq-bound[data-clause="${number}"]`)];
	for (const piece of pieces) piece.classList.add("pq-here");
	return { node, piece: pieces[0] };
}

const PRESSABLE = ["holding", "node", "clause", "delete", "deleted", "activate", "activated"].map((name) => `[data-${name}]`).join();

document.addEventListener("click", (event) => {
	const pressed = event.target.closest(PRESSABLE);
	if (!pressed) return;
	const { holding, node, clause } = pressed.dataset;
	if (holding !== undefined) {
		goTo = true;
		trigger("holding", { holding });
	} else if (node !== undefined) {
		const { piece } = mark(node);
		if (piece) within(piece.closest(".pq-bounds"), piece);
	} else if (clause !== undefined) {
		const marked = mark(clause).node;
		within(marked.closest(".pq-tree"), marked);
	} else if (pressed.dataset.delete !== undefined) {
		trigger("question", { document: pressed.dataset.delete });
	} else if (pressed.dataset.activate !== undefined) {
		trigger("switch", { snapshot: pressed.dataset.activate });
	} else {
		pressed.closest("dialog").close();
		goToJob = true;
		const { deleted, activated } = pressed.dataset;
		if (deleted !== undefined) trigger("deletion", { document: deleted });
		else trigger("activation", { snapshot: activated });
	}
});

document.addEventListener("submit", (event) => {
	const form = event.target.closest(".pq-form[data-document]");
	if (!form) return;
	event.preventDefault();
	const of = form.dataset.document;
	const given = Object.fromEntries(new FormData(form));
	if (form.classList.contains("pq-against")) {
		trigger("compare", { document: of, against: given.against });
	} else if (form.classList.contains("pq-visibility")) {
		trigger("visibility", { document: of, visibility: given.visibility });
	} else {
		const before = (field) =>
			field.options ? [...field.options].find((option) => option.defaultSelected)?.value : field.defaultValue;
		const changed = Object.entries(given).filter(([name, value]) => value !== before(form.elements[name]));
		if (!changed.length) return;
		goToJob = true;
		trigger("correct", { document: of, changed: JSON.stringify(Object.fromEntries(changed)) });
	}
});

// What a press asked for is brought into sight once it is there.
let goTo = false;
let goToJob = false;
new MutationObserver(() => {
	const chosen = document.querySelector("section.pq-chosen:not([data-seen])");
	if (chosen) {
		chosen.dataset.seen = "";
		if (goTo) chosen.scrollIntoView({ block: "start", behavior: motion() });
		goTo = false;
	}
	const job = document.querySelector("#pq-job .pq-box");
	if (job && goToJob) {
		goToJob = false;
		job.scrollIntoView({ block: "center", behavior: motion() });
	}
}).observe(document.body, { childList: true, subtree: true });
