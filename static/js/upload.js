/* Says which files are chosen, and which are too big before an hour is spent sending them. The server decides. */
(function () {
  "use strict";
  function size(bytes) {
    return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : Math.round(bytes / 1048576) + " MB";
  }

  function list(input) {
    var old = input.parentNode.querySelector(".fs-file__said");
    if (old) old.parentNode.removeChild(old);
    if (!input.files.length) { input.removeAttribute("aria-invalid"); return false; }
    var most = Number(input.getAttribute("data-max-bytes")) || Infinity;
    var many = Number(input.getAttribute("data-max-files")) || Infinity;
    var lines = document.createElement("ul");
    lines.className = "fs-file__list";
    var said = document.createElement("div");
    said.className = "fs-file__said";
    said.setAttribute("role", "status");
    said.appendChild(lines);
    var bad = false;
    function line(text, wrong) {
      var item = document.createElement("li");
      item.textContent = text;
      item.dir = "auto";
      if (wrong) { item.className = "fs-file__bad"; bad = true; }
      lines.appendChild(item);
    }
    if (input.files.length > many) line(input.getAttribute("data-too-many").replace("{most}", many).replace("{n}", input.files.length), true);
    Array.prototype.forEach.call(input.files, function (file) {
      if (file.size > most) line(input.getAttribute("data-too-big").replace("{name}", file.name).replace("{most}", size(most)), true);
      else line(file.name + " (" + size(file.size) + ")", false);
    });
    input.parentNode.appendChild(said);
    if (bad) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
    return bad;
  }

  document.addEventListener("change", function (event) {
    if (event.target.matches && event.target.matches("input[type=file][data-upload]")) list(event.target);
  });

  // Before replace.js hears of it.
  document.addEventListener("submit", function (event) {
    Array.prototype.forEach.call(event.target.querySelectorAll("input[type=file][data-upload]"), function (input) {
      if (list(input)) { event.preventDefault(); input.focus(); }
    });
  }, true);
})();
