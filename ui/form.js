// Runs once on a page with a form of our own.
//   a submitted .pq-form   sends what it holds as the event "send"; tick boxes of a name as a list
//   [data-field="id"]      a fault: its field is marked, the first one gets the focus
const fields = (form) => {
	const read = {};
	for (const control of form.elements) {
		if (!control.name || (control.type === "radio" && !control.checked)) continue;
		if (control.type === "checkbox") (read[control.name] ??= []).push(...(control.checked ? [control.value] : []));
		else read[control.name] = control.value;
	}
	return read;
};

function goTo(id) {
	const field = document.getElementById(id);
	for (let around = field.parentElement; around; around = around.parentElement) {
		if (around.tagName === "DETAILS") around.open = true;
	}
	field.scrollIntoView({ block: "center" });
	field.focus({ preventScroll: true });
}

document.addEventListener("submit", (event) => {
	const form = event.target.closest(".pq-form");
	if (!form) return;
	event.preventDefault();
	for (const marked of document.querySelectorAll("[data-wrong]")) {
		delete marked.dataset.wrong;
		marked.removeAttribute("aria-invalid");
	}
	trigger("send", { form: fields(form) });
});

document.addEventListener("click", (event) => {
	const fault = event.target.closest("[data-field]");
	if (!fault) return;
	event.preventDefault();
	goTo(fault.dataset.field);
});

new MutationObserver(() => {
	const faults = document.querySelector(".pq-faults:not([data-done])");
	if (!faults) return;
	faults.dataset.done = "";
	const named = [...faults.querySelectorAll("[data-field]")].map((fault) => fault.dataset.field);
	for (const id of named) {
		const field = document.getElementById(id);
		field.dataset.wrong = "";
		if (field.tagName === "INPUT") field.setAttribute("aria-invalid", "true");
	}
	if (named.length) goTo(named[0]);
}).observe(document.body, { childList: true, subtree: true });
