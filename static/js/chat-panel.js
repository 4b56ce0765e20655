/* The chat as a panel beside the page that one reads. Fetched when it is first wanted (exit.js).
 *
 * It shows the pages of the chat themselves: it fetches one, takes its main part, its styles and its scripts, and sends its
 * forms as replace.js does, so everything that the pages can do is here too. Nothing of it goes into the address, the title or
 * the history. That it is open is remembered while a conversation goes on, so that the next page brings it back; closed, it
 * counts the answers. docs/decisions/020-chat-panel.md says how leaving treats it. */
(function () {
  "use strict";
  var KEY = "chat.panel";
  // After this long what was put in is old to a screen reader, and what comes is new.
  var SETTLED = 300;
  var PREFIX = "chat-panel-";
  var NAMES = ["for", "form", "list", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "data-copy"];
  var nav = document.querySelector("[data-chat-panel]");
  var start = new URL(nav.href);
  var shell = null;
  var content, state, count, counts;
  var opener = null;
  var asked = null;
  var unread = 0;
  var live = false;
  var hushed;
  var left = false;
  var wasSensitive = document.body.hasAttribute("data-sensitive");

  function every(root, selector) { return Array.prototype.slice.call(root.querySelectorAll(selector)); }
  function parse(text) { return new DOMParser().parseFromString(text, "text/html"); }
  function inChat(address) { return address.origin === location.origin && address.pathname.indexOf(start.pathname) === 0; }
  function isOpen() { return shell && !shell.hidden; }
  function isTyped() {
    return every(content, "textarea, input:not([type=hidden]):not([type=checkbox]):not([type=radio])").some(function (field) { return field.value.trim(); });
  }

  function remember() {
    if (left) return;
    try {
      if (isOpen() && live) sessionStorage.setItem(KEY, "open"); else sessionStorage.removeItem(KEY);
    } catch (e) { /* storage is refused: then it does not come along to the next page */ }
  }

  // --- pages of the chat, as parts of this one

  function loaded(part) {
    return new Promise(function (done) { part.onload = part.onerror = done; });
  }

  // In the order of their own page: what this page has already keeps its place, for the last word is with what comes last.
  function takeStyles(page) {
    var waits = [];
    var before = null;
    every(page, "link[rel=stylesheet]").reverse().forEach(function (theirs) {
      var ours = every(document, "link[rel=stylesheet]").filter(function (each) { return each.href === theirs.href; })[0];
      if (!ours) {
        ours = document.createElement("link");
        ours.rel = "stylesheet";
        ours.href = theirs.href;
        waits.push(loaded(ours));
        document.head.insertBefore(ours, before);
      }
      before = ours;
    });
    return Promise.all(waits);
  }

  function takeScripts(page) {
    return Promise.all(every(page, "script[src]:not([data-whole-page])").filter(function (theirs) {
      return !every(document, "script[src]").some(function (ours) { return ours.src === theirs.src; });
    }).map(function (theirs) {
      var script = document.createElement("script");
      script.src = theirs.src;
      script.async = false;
      document.head.appendChild(script);
      return loaded(script);
    }));
  }

  // The page around it has names of its own.
  function renamed(name) { return name.indexOf(PREFIX) === 0 ? name : PREFIX + name; }
  function rename(part) {
    every(part, "[id]").forEach(function (each) { each.id = renamed(each.id); });
    NAMES.forEach(function (name) {
      every(part, "[" + name + "]").forEach(function (each) {
        each.setAttribute(name, each.getAttribute(name).trim().split(/\s+/).map(renamed).join(" "));
      });
    });
    every(part, "a[href^='#']").forEach(function (each) { each.setAttribute("href", "#" + renamed(each.getAttribute("href").slice(1))); });
  }

  // Within a page its headings stand one lower. To print would print the page around it.
  function fit(part) {
    every(part, "h3, h2, h1").forEach(function (heading) {
      var lower = document.createElement("h" + (Number(heading.tagName.slice(1)) + 1));
      Array.prototype.forEach.call(heading.attributes, function (each) { lower.setAttribute(each.name, each.value); });
      while (heading.firstChild) lower.appendChild(heading.firstChild);
      if (heading.tagName === "H1") { lower.classList.add("chat-panel__title"); lower.tabIndex = -1; }
      heading.parentNode.replaceChild(lower, heading);
    });
    every(part, "[data-print]").forEach(function (each) { each.parentNode.removeChild(each); });
    rename(part);
  }

  // What was said before is not read out again only because it is shown.
  function hush() {
    every(content, "[role=log], [role=status], [role=alert]").forEach(function (region) { region.setAttribute("aria-live", "off"); });
    clearTimeout(hushed);
    hushed = setTimeout(function () {
      every(content, "[role][aria-live=off]").forEach(function (region) { region.removeAttribute("aria-live"); });
    }, SETTLED);
  }

  // Whether a conversation goes on. Pages about it (to keep it, to say what one needs) do not tell.
  function room() { return content.querySelector("[data-chat]"); }
  function noteLife() { if (room()) live = Boolean(room().querySelector("form[data-say]")); }

  function put(page, main, address) {
    var part = document.createElement("div");
    while (main.firstChild) part.appendChild(document.adoptNode(main.firstChild));
    fit(part);
    content.textContent = "";
    content.appendChild(part);
    noteLife();
    hush();
    content.parentNode.scrollTop = 0;
    shell.querySelector("[data-panel-page]").href = address.split("#")[0];
    return takeScripts(page).then(function () {
      if (left) return;
      content.dispatchEvent(new CustomEvent("fs:main", { bubbles: true }));
      hush();
      if (isOpen()) remember();
    });
  }

  function show(text, address) {
    var page = parse(text);
    var main = page.querySelector("#main > .fs-width");
    if (!main) return Promise.reject(new Error());
    return takeStyles(page).then(function () { return left ? null : put(page, main, address); });
  }

  // --- asking and sending

  // Answers that say only that it went wrong: shown, they would take what was typed with them.
  function failed(status) { return status === 400 || status === 403 || status === 413 || status >= 500; }
  function words(status) { return shell.getAttribute(status === 413 ? "data-refused" : status ? "data-wrong" : "data-failed"); }

  // The status is one of an answer; none means that there was no answer.
  function tell(status) { state.textContent = words(status); }

  function go(address) {
    if (inChat(address)) return ask(address.href, { method: "GET" });
    location.assign(address.href);
    return Promise.resolve();
  }

  function ask(address, options) {
    var mine = asked = new AbortController();
    options.credentials = "same-origin";
    options.cache = "no-store";
    options.signal = mine.signal;
    state.textContent = "";
    content.setAttribute("aria-busy", "true");
    return fetch(address, options).then(function (answer) {
      var to = answer.headers.get("X-Go-To");
      if (to) return go(new URL(to, location.href));
      if (failed(answer.status)) { tell(answer.status); return null; }
      return answer.text().then(function (text) { return mine === asked ? show(text, answer.url) : null; });
    })["catch"](function () { if (mine === asked && !left) tell(0); }).then(function () {
      if (mine !== asked) return;
      asked = null;
      content.removeAttribute("aria-busy");
    });
  }

  function send(form, submitter) {
    var data = new FormData(form);
    var target = new URL((submitter && submitter.getAttribute("formaction")) || form.getAttribute("action") || location.href, location.href);
    if (submitter && submitter.name) data.append(submitter.name, submitter.value);
    if ((form.getAttribute("method") || "").toLowerCase() === "post") {
      return ask(target.href.split("#")[0], { method: "POST", body: data, headers: { "X-In-Place": "1" } });
    }
    target.search = new URLSearchParams(data).toString();
    return ask(target.href.split("#")[0], { method: "GET" });
  }

  function leads(form) { return new URL(form.getAttribute("action") || location.href, location.href); }

  function submitted(event) {
    if (event.defaultPrevented || !inChat(leads(event.target))) return;
    event.preventDefault();
    if (!asked) send(event.target, event.submitter).then(focusIn);
  }

  function pressed(event) {
    var to = event.target.closest("a[href]");
    if (!to || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (to.target || to.hasAttribute("download") || to.getAttribute("href").charAt(0) === "#" || !inChat(to)) return;
    event.preventDefault();
    ask(to.href, { method: "GET" }).then(focusIn);
  }

  // --- opening and closing

  function focusOn(selector) {
    var part = content.querySelector(selector);
    if (part) part.focus({ preventScroll: true });
    return part;
  }

  // At what is to be put right, or at the beginning.
  function focusIn() {
    if (!isOpen() || state.textContent) return;
    if (!focusOn("[data-autofocus]")) focusOn(".chat-panel__title");
  }

  function make(text) {
    var page = parse(text);
    return takeStyles(page).then(function () {
      shell = document.adoptNode(page.querySelector(".chat-panel"));
      count = document.adoptNode(page.querySelector("[data-panel-count]"));
      counts = every(page.querySelector("[data-panel-counts]").content, "span");
      content = shell.querySelector("[data-panel-content]");
      state = shell.querySelector("[data-panel-state]");
      content.addEventListener("submit", submitted);
      content.addEventListener("click", pressed);
      // The pages' own scripts put parts of other pages in.
      new MutationObserver(function () { rename(content); }).observe(content, { childList: true, subtree: true });
      content.parentNode.addEventListener("scroll", tellSeen, { passive: true });
      shell.querySelector("[data-panel-close]").addEventListener("click", close);
      shell.addEventListener("keydown", escape);
      document.querySelector(".fs-header").insertAdjacentElement("afterend", shell);
      document.body.appendChild(count);
    });
  }

  function fetchShell() {
    return fetch(start.pathname + "panel/", { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok) throw new Error();
      return answer.text();
    }).then(make);
  }

  function reveal() {
    document.body.setAttribute("data-sensitive", "");
    document.documentElement.classList.add("fs-panelled");
    hush();
    shell.hidden = false;
    unread = 0;
    showCount();
    remember();
    tellSeen();
  }

  // For whoever asks what stands before one's eyes: it does so when the window scrolls.
  function tellSeen() { window.dispatchEvent(new Event("scroll")); }

  function conceal() {
    document.documentElement.classList.remove("fs-panelled");
    shell.hidden = true;
    remember();
  }

  // Nothing of it is left in this page.
  function empty() {
    if (asked) asked.abort();
    asked = null;
    content.textContent = "";
    content.dispatchEvent(new CustomEvent("fs:main", { bubbles: true }));
    if (!wasSensitive) document.body.removeAttribute("data-sensitive");
  }

  // A conversation goes on while it is closed, and what was typed is there again when it opens.
  function close() {
    conceal();
    if (!isTyped()) {
      if (!live) empty();
      else if (!room()) ask(start.href, { method: "GET" });
    }
    (document.contains(opener) ? opener : nav).focus();
  }

  // People press Escape for other reasons while they write, and their words would be gone from sight.
  function escape(event) {
    if (event.key === "Escape" && !event.isComposing && !event.defaultPrevented && !isTyped()) close();
  }

  function open(from) {
    opener = from;
    reveal();
    if (content.firstChild) { focusOn(".chat-panel__title"); return; }
    ask(start.href, { method: "GET" }).then(focusIn);
  }

  // On the next page it comes back where it was, without taking the focus, if there is still someone to talk to.
  function comeBack() {
    document.body.setAttribute("data-sensitive", "");
    ask(start.href, { method: "GET" }).then(function () {
      if (left) return;
      if (live) reveal(); else { conceal(); empty(); }
    });
  }

  document.addEventListener("fs:chat", function (event) {
    var from = event.detail;
    if (left) return;
    if (shell) { open(from); return; }
    fetchShell().then(function () { if (left) return; if (from) open(from); else comeBack(); })["catch"](function () {
      if (from && !left) location.assign(from.href);
    });
  });

  // --- what happens in it

  var badge = document.createElement("span");
  badge.className = "chat-count";

  function showCount() {
    count.textContent = unread ? counts[Math.min(unread, counts.length) - 1].textContent : "";
    badge.textContent = unread ? " " + count.textContent : "";
    if (unread) nav.appendChild(badge); else if (badge.parentNode) nav.removeChild(badge);
  }

  document.addEventListener("fs:answer", function () {
    if (left || !shell || isOpen()) return;
    unread += 1;
    showCount();
  });
  document.addEventListener("fs:ended", function () {
    live = false;
    if (shell) remember();
  });
  document.addEventListener("fs:leave", function () {
    left = true;
    if (asked) asked.abort();
  });
})();
