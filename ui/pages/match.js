// Runs once for 企业匹配: the profile is kept in this browser, under one key.
//   data-forget-profile  empties the form and what is kept
const KEY = "policyqa.profile";

const controls = (form) => [...form.elements].filter((control) => control.name);
const isTick = (control) => control.type === "checkbox";

function keep(form) {
	const said = controls(form)
		.filter((control) => (isTick(control) ? control.checked : control.value.trim()))
		.map((control) => [control.name, control.value]);
	if (said.length) localStorage.setItem(KEY, JSON.stringify(said));
	else localStorage.removeItem(KEY);
}

function fill(form) {
	const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
	for (const control of controls(form)) {
		const said = kept.filter(([name]) => name === control.name).map(([, value]) => value);
		if (isTick(control)) control.checked = said.includes(control.value);
		else if (said.length) control.value = said[0];
	}
}

document.addEventListener("change", (event) => {
	const form = event.target.closest("#pq-profile");
	if (form) keep(form);
});

document.addEventListener("click", (event) => {
	if (!event.target.closest("[data-forget-profile]")) return;
	const form = document.getElementById("pq-profile");
	form.reset();
	localStorage.removeItem(KEY);
	form.elements.region.focus();
});

// The form arrives with the regions; it is filled once, and results are brought into view as they come.
new MutationObserver(() => {
	const form = document.querySelector("#pq-profile:not([data-done])");
	if (form) {
		form.dataset.done = "";
		fill(form);
	}
	const found = document.querySelector("#pq-matches-sheet:not([data-done])");
	if (found) {
		found.dataset.done = "";
		found.scrollIntoView({ block: "start" });
		found.focus({ preventScroll: true });
	}
}).observe(document.body, { childList: true, subtree: true });
