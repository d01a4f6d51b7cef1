// Runs once for each field for files: hands chosen or dropped files to the server one by one, lists them under their own
// names, and says with the event "chosen" which there are. What is listed lives in the list itself, so that a field that
// is drawn anew is empty.
const part = (selector) => element.querySelector(selector);
const say = (words) => {
	part("[role=status]").textContent = words;
};

function tell() {
	const files = [...element.querySelectorAll("li")].map(({ dataset }) => ({ path: dataset.path, name: dataset.name }));
	trigger("chosen", { files });
}

function list(name, path) {
	const item = document.createElement("li");
	const remove = document.createElement("button");
	item.dataset.name = name;
	item.dataset.path = path;
	item.textContent = name;
	remove.type = "button";
	remove.className = "pq-link";
	remove.textContent = "移除";
	remove.setAttribute("aria-label", `移除：${name}`);
	item.append(remove);
	part("ul").append(item);
}

async function handIn(files) {
	const input = part("input");
	const endings = input.accept.split(",");
	const fitting = [...files].filter(({ name }) => endings.some((ending) => name.toLowerCase().endsWith(ending)));
	const sent = input.multiple ? fitting : fitting.slice(0, 1);
	const left = files.length - sent.length;
	const failed = [];
	if (sent.length && !input.multiple) part("ul").replaceChildren();
	for (const [done, file] of sent.entries()) {
		say(`正在传送第 ${done + 1} 个，共 ${sent.length} 个：${file.name}`);
		try {
			list(file.name, (await upload(file)).path);
		} catch {
			failed.push(file.name);
		}
	}
	say(
		[
			failed.length ? `没有传上来：${failed.join("、")}。请检查网络或文件大小，再选一次。` : "",
			left ? `${left} 个文件没有选入：${input.multiple ? "" : "这里只选一个文件，"}只接受 ${endings.join(" ")}。` : "",
		].join(""),
	);
	input.value = "";
	tell();
}

element.addEventListener("change", (event) => {
	if (event.target.type === "file" && event.target.files.length) handIn(event.target.files);
});

element.addEventListener("click", (event) => {
	const remove = event.target.closest("li button");
	if (!remove) return;
	remove.closest("li").remove();
	part("input").focus();
	tell();
});

for (const kind of ["dragover", "dragleave", "drop"]) {
	element.addEventListener(kind, (event) => {
		event.preventDefault();
		part(".pq-drop").classList.toggle("pq-drop-over", kind === "dragover");
		if (kind === "drop" && event.dataTransfer.files.length) handIn(event.dataTransfer.files);
	});
}
