/* A button that copies something shown once. It appears only where the browser can copy. */
(function () {
  "use strict";
  function begin() {
    if (!navigator.clipboard) return;
    Array.prototype.forEach.call(document.querySelectorAll("[data-copy]"), function (button) { button.hidden = false; });
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy]");
    if (!button) return;
    var text = document.getElementById(button.getAttribute("data-copy")).textContent.trim();
    navigator.clipboard.writeText(text).then(function () {
      var before = button.textContent;
      button.setAttribute("aria-live", "polite");
      button.textContent = button.getAttribute("data-copied");
      setTimeout(function () { button.textContent = before; }, 4000);
    });
  });
  document.addEventListener("fs:main", begin);
  begin();
})();
