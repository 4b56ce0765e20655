/* Small help on every page. Each part does nothing where it is not wanted, and the page works without any of it. */
(function () {
  "use strict";

  function each(selector, work) { Array.prototype.forEach.call(document.querySelectorAll(selector), work); }

  // Jump within the page without adding to the browser's history, and put the focus there.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest('a[href^="#"]');
    var target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
    var group = target.closest("fieldset, .govuk-form-group");
    (group || target).scrollIntoView();
    target.focus({ preventScroll: !!group });
  });

  // Browsers bring only the caret of a large box into view; the bar at the bottom of a phone may then cover the rest.
  document.addEventListener("focusin", function (event) {
    if (event.target.tagName === "TEXTAREA") event.target.scrollIntoView({ block: "nearest" });
  });

  function countLength(area) {
    // A new line is sent as two characters, and the server counts what is sent.
    return area.value.replace(/\r?\n/g, "\r\n").length;
  }

  function addCount(area) {
    if (area.nextElementSibling && area.nextElementSibling.className === "govuk-hint fs-count") return;
    var most = Number(area.getAttribute("data-count"));
    var line = document.createElement("p");
    var timer;
    line.className = "govuk-hint fs-count";
    area.insertAdjacentElement("afterend", line);
    function say() {
      var left = most - countLength(area);
      line.textContent = area.getAttribute(left < 0 ? "data-over" : "data-left").replace("{n}", String(Math.abs(left)));
      line.classList.toggle("fs-count--over", left < 0);
    }
    say();
    line.setAttribute("aria-live", "polite");
    area.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(say, 600); });
  }

  // Told by a part of the page (the chat's panel), it looks for where to begin in that part alone.
  function begin(event) {
    each("textarea[data-count]", addCount);
    var first = (event ? event.target : document).querySelector("[data-autofocus]");
    if (first) first.focus();
  }

  document.addEventListener("fs:main", begin);
  begin();
})();
