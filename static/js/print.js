/* Buttons that print the page; hidden without this script. */
(function () {
  "use strict";
  function begin() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-print]"), function (button) { button.hidden = false; });
  }
  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("fs:main", begin);
  begin();
})();
