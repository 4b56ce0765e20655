/* At the desk: the box "Insert" as a list to choose from while one types (a combobox, as the ARIA practices have it). The focus
 * stays in the box; Enter or a click puts what is chosen into the answer, where the caret stood. Without this it is a form. */
(function () {
  "use strict";
  var WAIT = 150;
  var root = document.querySelector("[data-insert]");
  if (!root) return;
  var words = root.dataset;
  var field = root.querySelector("[name=find]");
  var answer = field.form.querySelector("textarea");
  var list = root.querySelector("[data-insert-found]");
  var state = root.querySelector("[data-insert-state]");
  var found = [];
  var chosen = -1;
  var asked = 0;
  var timer = null;
  // Before one was ever in it, the caret of an answer stands nowhere in particular.
  var wasIn = document.activeElement === answer;

  function element(tag, className, text) {
    var made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    return made;
  }

  function option(each, number) {
    var item = document.createElement("li");
    item.id = "insert-" + number;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.setAttribute("aria-label", [each.title, each.what, each.note].filter(Boolean).join(", "));
    item.appendChild(element("strong", "", each.title));
    item.appendChild(document.createTextNode(" "));
    item.appendChild(element("span", "desk-when", [each.what, each.note].filter(Boolean).join(", ")));
    var text = element("span", "chat-found__text", each.text);
    text.dir = "auto";
    text.lang = each.language;
    item.appendChild(text);
    // The focus stays where it is.
    item.addEventListener("mousedown", function (event) { event.preventDefault(); });
    item.addEventListener("click", function () { put(number); });
    return item;
  }

  function show(items) {
    found = items;
    list.textContent = "";
    items.forEach(function (each, number) { list.appendChild(option(each, number)); });
    list.hidden = !items.length;
    field.setAttribute("aria-expanded", String(!!items.length));
    state.textContent = !items.length ? words.none : items.length === 1 ? words.one : items.length + " " + words.many;
    choose(items.length ? 0 : -1);
  }

  function close() {
    clearTimeout(timer);
    asked += 1;
    found = [];
    chosen = -1;
    list.textContent = "";
    list.hidden = true;
    state.textContent = "";
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    if (list.children[chosen]) list.children[chosen].setAttribute("aria-selected", "false");
    chosen = number;
    var item = list.children[number];
    if (!item) { field.removeAttribute("aria-activedescendant"); return; }
    item.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  function look() {
    var mine = asked += 1;
    var body = new FormData(field.form);
    fetch(words.address, { method: "POST", body: body, credentials: "same-origin", cache: "no-store", headers: { Accept: "application/json" } }).then(function (response) {
      if (!response.ok || response.redirected) throw new Error();
      return response.json();
    }).then(function (answered) {
      if (mine === asked) show(answered.found);
    })["catch"](function () {
      if (mine === asked) state.textContent = words.failed;
    });
  }

  function soon() { clearTimeout(timer); timer = setTimeout(look, WAIT); }

  function back() {
    close();
    field.value = "";
    answer.focus();
  }

  function put(number) {
    var text = found[number].text;
    if (!wasIn) answer.setSelectionRange(answer.value.length, answer.value.length);
    var from = answer.selectionStart, to = answer.selectionEnd;
    var before = answer.value.slice(0, from), after = answer.value.slice(to);
    if (before && !/\s$/.test(before)) text = " " + text;
    if (after && !/^\s/.test(after)) text += " ";
    back();
    answer.setSelectionRange(from, to);
    // Unlike setRangeText, this can be taken back with Ctrl and Z; and it says by itself that something was typed.
    if (document.execCommand("insertText", false, text)) return;
    answer.setRangeText(text, from, to, "end");
    answer.dispatchEvent(new Event("input", { bubbles: true }));
  }

  var keys = {
    ArrowDown: function () { if (found.length) choose((chosen + 1) % found.length); else look(); },
    ArrowUp: function () { if (found.length) choose((chosen + found.length - 1) % found.length); },
    // Never the form: an answer that is half written must not go.
    Enter: function () { if (found[chosen]) put(chosen); else look(); },
    Escape: back
  };

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  root.querySelector("[data-insert-find]").hidden = true;
  answer.addEventListener("focus", function () { wasIn = true; });
  field.addEventListener("focus", look);
  field.addEventListener("input", soon);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", function (event) {
    if (!keys.hasOwnProperty(event.key) || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.addEventListener("keydown", function (event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyI" || root.closest("[hidden]")) return;
    event.preventDefault();
    field.focus();
  });
  root.dataset.ready = "yes";
})();
