/* Notes of a call are saved as they are typed: a moment after one pauses, when one leaves a field, and when the page goes. Without
 * this there is a button. One request at a time, so that what was typed later is never written over by what was typed before. */
(function () {
  "use strict";
  var PAUSE = 1500;
  var AGAIN = 5000;
  var form = document.querySelector("[data-call-note]");
  if (!form) return;
  var words = form.dataset;
  var state = form.querySelector("[data-call-state]");
  var timer = null;
  var changed = false;
  var saving = false;
  var leaving = false;

  function tell(text) { if (state.textContent !== text) state.textContent = text; }
  function soon(wait) { clearTimeout(timer); timer = setTimeout(save, wait); }

  function save() {
    clearTimeout(timer);
    if (!changed || saving || leaving) return;
    changed = false;
    saving = true;
    var options = { method: "POST", body: new FormData(form), credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" } };
    fetch(form.action, options).then(function (response) {
      if (response.redirected) throw new Error("gone");
      if (!response.ok) throw new Error("failed");
      return response.json();
    }).then(function (answer) {
      saving = false;
      tell(answer.words);
      if (changed) soon(PAUSE);
    })["catch"](function (problem) {
      saving = false;
      changed = true;
      tell(problem.message === "gone" ? words.gone : words.failed);
      soon(AGAIN);
    });
  }

  form.addEventListener("input", function () { changed = true; soon(PAUSE); });
  form.addEventListener("change", function () { changed = true; save(); });
  form.addEventListener("focusout", save);
  // The button saves by itself.
  form.addEventListener("submit", function (event) {
    leaving = !(event.submitter && event.submitter.hasAttribute("data-leads-away"));
  });
  window.addEventListener("pagehide", function () {
    if (changed && !leaving && navigator.sendBeacon) navigator.sendBeacon(form.action, new FormData(form));
  });
  window.addEventListener("pageshow", function () { leaving = false; });
})();
