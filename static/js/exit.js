/* Leaving at once. Without this script "Leave this site" is a plain link that ends the session and goes elsewhere.
 *
 * On a press of the link, or Shift three times within two seconds: cover, empty, tell the server, go to the neutral address
 * in place of this page. Old phones run this too, so it is written in plain old JavaScript. */
(function () {
  "use strict";
  var PENDING = "leave";
  var root = document.documentElement;
  var leaving = false;
  var presses = [];

  function link() { return document.querySelector("[data-exit]"); }
  function sensitive() { return document.body && document.body.hasAttribute("data-sensitive"); }

  function remember(value) {
    try { if (value) localStorage.setItem(PENDING, value); else localStorage.removeItem(PENDING); } catch (e) { /* storage is refused in some private windows: nothing to do */ }
  }
  function pending() { try { return localStorage.getItem(PENDING); } catch (e) { return null; } }

  function cover() {
    root.classList.add("fs-leaving");
    if (!document.body || document.querySelector(".fs-cover")) return;
    var sheet = document.createElement("div");
    sheet.className = "fs-cover";
    document.body.appendChild(sheet);
  }

  function uncover() {
    root.classList.remove("fs-leaving");
    var sheet = document.querySelector(".fs-cover");
    if (sheet) sheet.parentNode.removeChild(sheet);
  }

  // Fields first, then the page itself, so that nothing is left for Back, for a saved session or for a slow connection.
  function empty() {
    Array.prototype.forEach.call(document.querySelectorAll("input, textarea, select"), function (field) {
      if (field.type === "checkbox" || field.type === "radio") field.checked = field.defaultChecked = false;
      else if (field.tagName === "SELECT") field.selectedIndex = -1;
      else field.value = field.defaultValue = "";
    });
    Array.prototype.slice.call(document.body ? document.body.children : []).forEach(function (child) {
      if (child.className !== "fs-cover") document.body.removeChild(child);
    });
    try { sessionStorage.clear(); } catch (e) { /* as above */ }
  }

  function tell(address) {
    // Nobody but our own server is told anything.
    if (address.indexOf(window.location.origin + "/") !== 0) return;
    if (navigator.onLine === false) { remember("1"); return; }
    if (navigator.sendBeacon && navigator.sendBeacon(address)) return;
    if (window.fetch) fetch(address, { method: "POST", keepalive: true, credentials: "same-origin" })["catch"](function () { remember("1"); });
  }

  function leave() {
    if (leaving) return;
    leaving = true;
    var exit = link();
    var address = exit ? exit.href : window.location.origin + "/exit/";
    var to = (exit && exit.getAttribute("data-exit-to")) || address;
    cover();
    document.title = " ";
    // Whatever is still loading or being sent stops here; replace.js hears this and takes nobody to the next step.
    document.dispatchEvent(new CustomEvent("fs:leave"));
    if (window.stop) window.stop();
    empty();
    tell(address);
    window.location.replace(navigator.onLine === false ? "about:blank" : to);
  }

  document.addEventListener("click", function (event) {
    var exit = event.target.closest && event.target.closest("[data-exit]");
    if (!exit || event.button) return;
    event.preventDefault();
    leave();
  }, true);

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Shift") { presses = []; return; }
    if (event.repeat) return;
    var now = Date.now();
    presses = presses.filter(function (then) { return now - then < 2000; }).concat(now);
    if (presses.length === 3) leave();
  }, true);

  // A page with answers is covered as it is put away, so that it does not flash up if it is brought back, and is then
  // asked of the server again, which knows whether it may still be seen.
  window.addEventListener("pagehide", function () { if (sensitive()) cover(); });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && (leaving || sensitive() || pending())) {
      cover();
      window.location.replace(window.location.pathname + window.location.search);
    } else if (!leaving && !pending()) {
      uncover();
    }
  });

  // Someone left while there was no connection: the server is told now, before anything is shown.
  if (pending() && navigator.onLine !== false && window.fetch) {
    cover();
    document.addEventListener("DOMContentLoaded", cover);
    var finish = function () {
      fetch(link() ? link().href : "/exit/", { method: "POST", credentials: "same-origin", redirect: "manual" }).then(function () {
        remember("");
        window.location.replace(window.location.pathname + window.location.search);
      })["catch"](function () { window.location.replace("about:blank"); });
    };
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", finish); else finish();
  }

  function showHint() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-exit-hint]"), function (hint) { hint.hidden = false; });
  }

  // Here, for every page has this script: the chat comes beside the page where there is room.
  var panel = null;
  function openChat(link) {
    var nav = document.querySelector("[data-chat-panel]");
    if (!nav || leaving || !window.fetch || !window.matchMedia("(min-width: 64em) and (min-height: 30em)").matches) return false;
    function call() { document.dispatchEvent(new CustomEvent("fs:chat", { detail: link })); }
    if (panel) { call(); return true; }
    panel = document.createElement("script");
    panel.src = nav.getAttribute("data-chat-panel");
    panel.onload = call;
    panel.onerror = function () { if (link) window.location.assign(link.href); };
    document.body.appendChild(panel);
    return true;
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href$='/chat/']");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.host === window.location.host && openChat(link)) event.preventDefault();
  });

  function begin() {
    showHint();
    // It was open on the page before.
    try { if (sessionStorage.getItem("chat.panel") && !pending()) openChat(null); } catch (e) { /* as above */ }
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
})();
