// Runs once on every page, for its source viewer. A press on [data-source] asks for the source text; every dialog
// that an area is given opens by itself, at the marked words.
document.addEventListener("click", (event) => {
	const pressed = event.target.closest("[data-source]");
	if (!pressed) return;
	event.preventDefault();
	trigger("source", { source: pressed.dataset.source, start: pressed.dataset.start, end: pressed.dataset.end });
});

new MutationObserver(() => {
	for (const dialog of document.querySelectorAll("dialog[data-made]:not([data-seen])")) {
		dialog.dataset.seen = "";
		dialog.showModal();
		dialog.addEventListener("click", (event) => {
			if (event.target === dialog) dialog.close();
		});
		const marked = dialog.querySelector(".pq-fulltext mark");
		if (marked) {
			const body = dialog.querySelector(".pq-dialog-body");
			body.scrollTop = marked.offsetTop - body.offsetTop - body.clientHeight / 3;
		}
		dialog.querySelector(".pq-dialog-body").focus({ preventScroll: true });
	}
}).observe(document.body, { childList: true, subtree: true });
