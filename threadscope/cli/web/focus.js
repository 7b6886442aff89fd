// Gives the keys to the interface as soon as it shows: without it they go nowhere before a click.
new MutationObserver((_, watch) => {
  const keys = document.querySelector(".xterm-helper-textarea");
  if (keys && document.body.classList.contains("-first-byte")) {
    watch.disconnect();
    keys.focus();
  }
}).observe(document.documentElement, { attributes: true, childList: true, subtree: true });
