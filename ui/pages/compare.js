// Runs once for 对比.
//   data-subject="words"  puts the words into the form     data-export  saves the table as a file
document.addEventListener("click", (event) => {
	const pressed = event.target.closest("[data-subject], [data-export]");
	if (!pressed) return;
	event.preventDefault();
	if (pressed.dataset.subject === undefined) {
		trigger("export");
		return;
	}
	const box = document.getElementById("pq-subject");
	box.value = pressed.dataset.subject;
	box.form.requestSubmit();
});
