// The chat speaks the language chosen on the site's pages, where one was chosen.
const chosen = document.cookie.match(/(?:^|; )lang=(zh|en)/);
if (chosen) {
  const language = chosen[1] === "en" ? "en-US" : "zh-CN";
  Object.defineProperty(navigator, "language", { get: () => language });
}
// There is one sign-in, the site's own: leave Chainlit's when it comes up.
const leave = () => {
  if (location.pathname.replace(/\/$/, "").endsWith("/chat/login")) location.replace("/");
};
for (const name of ["pushState", "replaceState"]) {
  const original = history[name];
  history[name] = function (...given) {
    const result = original.apply(this, given);
    leave();
    return result;
  };
}
window.addEventListener("popstate", leave);
leave();
