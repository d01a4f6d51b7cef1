// Runs once on every page, for its head. Clicks are listened to on the document, because what an area shows is
// replaced with every answer. An attribute says what a press does:
//   data-open="id"   opens the <details> of that id and goes there
//   data-copy="text" copies the text
//   data-print="id"  prints that element by itself
//   data-close       closes the dialog it stands in
const motion = () => (window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

document.title = element.querySelector("[data-title]").dataset.title;

function openDetails(details) {
	details.open = true;
	details.scrollIntoView({ block: "center", behavior: motion() });
	details.querySelector("summary").focus({ preventScroll: true });
}

async function copy(button) {
	const text = button.dataset.copy;
	if (navigator.clipboard) {
		await navigator.clipboard.writeText(text);
	} else {
		// Browsers offer the clipboard only over HTTPS or on localhost; an intranet often has neither.
		const box = document.createElement("textarea");
		box.value = text;
		document.body.append(box);
		box.select();
		document.execCommand("copy");
		box.remove();
	}
	if (button.classList.contains("pq-copied")) return;
	const words = button.textContent;
	button.classList.add("pq-copied");
	button.setAttribute("aria-live", "polite");
	button.textContent = "已复制 ✓";
	setTimeout(() => {
		button.classList.remove("pq-copied");
		button.textContent = words;
	}, 1600);
}

function print(part) {
	const sheet = document.createElement("div");
	sheet.id = "pq-sheet";
	sheet.append(part.cloneNode(true));
	document.body.append(sheet);
	document.body.classList.add("pq-printing");
	window.addEventListener(
		"afterprint",
		() => {
			sheet.remove();
			document.body.classList.remove("pq-printing");
		},
		{ once: true },
	);
	window.print();
}

document.addEventListener("click", (event) => {
	const pressed = event.target.closest("[data-open], [data-copy], [data-print], [data-close]");
	if (!pressed) return;
	event.preventDefault();
	if (pressed.dataset.open !== undefined) openDetails(document.getElementById(pressed.dataset.open));
	else if (pressed.dataset.copy !== undefined) copy(pressed);
	else if (pressed.dataset.print !== undefined) print(document.getElementById(pressed.dataset.print));
	else pressed.closest("dialog").close();
});

// A long clause opens at the words the answer stands on.
document.addEventListener(
	"toggle",
	(event) => {
		const clause = event.target.querySelector?.(".pq-clause");
		const quote = clause?.querySelector("mark");
		if (event.target.open && quote) clause.scrollTop = quote.offsetTop - clause.offsetTop - 48;
	},
	true,
);
