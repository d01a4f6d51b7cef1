// In the head, before the page's framework: a request that is answered 401 means that the session has ended. The page
// stays as it is, with what was typed, under a window that leads to the form for the key.
const plainFetch = window.fetch;
window.fetch = async (...request) => {
	const response = await plainFetch(...request);
	if (response.status === 401 && !document.getElementById("pq-signed-out")) {
		const frame = document.createElement("template");
		frame.innerHTML =
			'<dialog class="pq-dialog" id="pq-signed-out" aria-label="登录已过期"><div class="pq-dialog-head"><div><h2>登录已过期</h2></div></div>' +
			'<div class="pq-dialog-body"><p>会话已经结束，或密钥已吊销。在新窗口里填密钥登录后，回到这里接着用；刚才那一步要再做一次。</p>' +
			'<p class="pq-actions"><a class="pq-action pq-strong" href="./login" target="_blank">去登录</a>' +
			'<button type="button" class="pq-action" data-close>已登录，关闭</button></p></div></dialog>';
		const window_ = frame.content.firstChild;
		(document.querySelector(".contain") ?? document.body).append(window_);
		window_.addEventListener("close", () => window_.remove());
		window_.showModal();
	}
	return response;
};
