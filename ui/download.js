// Runs once on a page that makes files: saves each file its area is given.
new MutationObserver(() => {
	const file = element.querySelector("[data-save]:not([data-done])");
	if (!file) return;
	file.dataset.done = "";
	const bytes = Uint8Array.from(atob(file.dataset.content), (character) => character.charCodeAt(0));
	const link = document.createElement("a");
	link.href = URL.createObjectURL(new Blob([bytes], { type: file.dataset.type }));
	link.download = file.dataset.save;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}).observe(element, { childList: true, subtree: true });
