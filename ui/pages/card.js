// Runs once for 政策卡片.
//   data-card="id"   shows the card of that document; its address can be kept and sent on
//   data-more="20"   lists more documents than that
const STEP = 20;
const narrow = window.matchMedia("(max-width: 900px)");
let chosen = new URLSearchParams(location.search).get("document") ?? "";
let typed;

function find(limit) {
	const title = document.getElementById("pq-title").value;
	const region = document.getElementById("pq-in-region").value;
	const status = document.getElementById("pq-in-status").value;
	trigger("find", { title, region, status, limit, chosen });
}

function show(id) {
	chosen = id;
	for (const choice of document.querySelectorAll("[data-card]")) {
		if (choice.dataset.card === id) choice.setAttribute("aria-current", "true");
		else choice.removeAttribute("aria-current");
	}
	trigger("show", { document: id });
}

document.addEventListener("click", (event) => {
	const pressed = event.target.closest("[data-card], [data-more]");
	if (!pressed) return;
	event.preventDefault();
	if (pressed.dataset.more !== undefined) {
		find(Number(pressed.dataset.more) + STEP);
		return;
	}
	const address = new URL(location.href);
	address.searchParams.set("document", pressed.dataset.card);
	history.replaceState(history.state, "", address);
	show(pressed.dataset.card);
	if (narrow.matches) document.getElementById("pq-chosen").scrollIntoView({ block: "start" });
});

document.addEventListener("input", (event) => {
	if (!event.target.closest(".pq-search-form")) return;
	clearTimeout(typed);
	typed = setTimeout(find, 250, STEP);
});

document.addEventListener("submit", (event) => {
	if (!event.target.closest(".pq-search-form")) return;
	event.preventDefault();
	find(STEP);
});

// A kept address names the document; it is shown once the list is there.
new MutationObserver((_, observer) => {
	if (!document.querySelector("[data-card]")) return;
	observer.disconnect();
	if (chosen) show(chosen);
}).observe(document.body, { childList: true, subtree: true });
