/* Makes a chat live: the visitor's page and the desk's. Without it both are forms that work.
 *
 * What was said is on the server; this asks for what follows the last number it has. It is woken over a socket and asks
 * over plain HTTP while there is none. What one writes is kept until the server says that it is stored, and is sent again
 * under the same id, so nothing is lost and nothing is said twice. The protocol: docs/chat-protocol.md. */
(function () {
  "use strict";
  var VERSION = 1;
  var POLL = 4000;
  // Seconds: so long the server may keep a question open until there is something to tell.
  var WAIT = 25;
  var QUIET = 25000;
  var PATIENCE = 10000;
  var SLOWEST = 30000;
  var WRITES = 5000;
  var READS = 1000;
  // Larger frames are refused; such a message goes as a form.
  var LARGEST = 16000;

  function each(selector, work) { Array.prototype.forEach.call(document.querySelectorAll(selector), work); }

  function newId() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.prototype.map.call(bytes, function (byte) { return (256 + byte).toString(16).slice(1); }).join("");
  }

  function Room(root) {
    var say = root.querySelector("form[data-say]");
    var box = say && say.querySelector("textarea");
    var log = root.querySelector("[role=log]");
    var lines = root.querySelector("[data-lines]");
    var pendingList = root.querySelector("[data-pending]");
    var state = root.querySelector("[data-state]");
    var pattern = root.querySelector("[data-pattern]");
    var writing = root.querySelector("[data-writing]");
    var mark = root.querySelector("[data-mark]");
    var toldWriting = 0;
    var words = root.dataset;
    var key = "chat." + words.key;
    var last = Number(words.last);
    var unsent = recall();
    var socket = null;
    var failures = 0;
    var heard = 0;
    var done = false;
    var lost = false;
    var asking = false;
    var lastAnswer = "";
    var timers = {};
    var stored = {};
    var posting = false;
    // The last that one said oneself, and that the other side did; up to where that has read, and up to where this one said so.
    var own = lastOf(".chat-line--own");
    var theirs = lastOf(".chat-line:not(.chat-line--own):not(.chat-line--system)");
    var otherRead = Number(words.otherRead);
    var toldRead = theirs;
    var uploads = null;
    var slowed = "";

    function later(name, wait, work) { clearTimeout(timers[name]); timers[name] = setTimeout(work, wait); }

    function recall() {
      try { return JSON.parse(sessionStorage.getItem(key)) || []; } catch (e) { return []; }
    }
    function keep() {
      try {
        if (unsent.length) sessionStorage.setItem(key, JSON.stringify(unsent)); else sessionStorage.removeItem(key);
      } catch (e) { /* storage is refused in some private windows: then they are kept as long as the page is */ }
    }

    // --- what one sees

    function tell(text) { if (state.textContent !== text) state.textContent = text; }

    function atEnd() { return log.scrollHeight - log.scrollTop - log.clientHeight < 80; }

    function draw(message, when) {
      var item = pattern.content.firstElementChild.cloneNode(true);
      item.classList.toggle("chat-line--own", message.own);
      item.classList.toggle("chat-line--system", message.sender === "system");
      item.querySelector("[data-who]").textContent = message.who;
      item.querySelector("time").textContent = when;
      write(item.querySelector("[data-text]"), message.text);
      var mark = item.querySelector("[data-danger-words]");
      if (mark) mark.hidden = !message.danger;
      drawFile(item, message.file);
      var remove = item.querySelector("[data-remove]");
      if (remove && message.seq && message.sender !== "system") {
        remove.href = remove.getAttribute("href").replace(/\/0\/$/, "/" + message.seq + "/");
        remove.querySelector("[data-remove-which]").textContent = when;
      } else if (remove) {
        remove.parentNode.removeChild(remove);
      }
      if (message.removed) showRemoved(item, message.text);
      return item;
    }

    // Addresses of our own pages become links, in the same tab: another would still be there after leaving. As `links.py` does it.
    function write(part, text) {
      part.textContent = "";
      text.split(/(https?:\/\/[!-~]+)/).forEach(function (piece, number) {
        var address = number % 2 ? piece.replace(/[.,;:!?)\]}'"]+$/, "") : "";
        if (isOwn(address)) {
          var link = document.createElement("a");
          link.href = link.textContent = address;
          part.appendChild(link);
          piece = piece.slice(address.length);
        }
        part.appendChild(document.createTextNode(piece));
      });
    }
    function isOwn(address) {
      return words.origins.split(" ").some(function (origin) {
        return address && (address === origin || address.indexOf(origin + "/") === 0 || address.indexOf(origin + "?") === 0);
      });
    }

    // What was removed is so on every screen that still shows it. `text` says that it was, and why.
    function showRemoved(item, text) {
      if (item.classList.contains("chat-line--removed")) return;
      item.classList.add("chat-line--removed");
      item.querySelector("[data-text]").textContent = text;
      var mark = item.querySelector("[data-danger-words]");
      if (mark) mark.hidden = true;
      var file = item.querySelector("[data-file]");
      if (file) file.parentNode.removeChild(file);
      var said = item.querySelector("[data-if-said]");
      if (!said) return;
      said.hidden = true;
      item.querySelector("[data-if-removed]").hidden = false;
    }
    function takeOut(seqs, texts) {
      seqs.forEach(function (seq, index) {
        var item = lines.querySelector('[data-seq="' + Number(seq) + '"]');
        if (item) showRemoved(item, texts[index]);
      });
      // The report that it may become begins with what still stands here.
      each("[data-words]", function (field) { field.value = ownWords(); });
    }

    function drawUnsent() {
      pendingList.textContent = "";
      pendingList.hidden = !unsent.length;
      unsent.forEach(function (message) {
        var item = draw({ own: true, who: words.you, text: message.text }, lost ? words.unsent : words.sending);
        item.classList.add("chat-line--unsent");
        pendingList.appendChild(item);
      });
      showMark();
    }

    function lastOf(selector) {
      var found = lines.querySelectorAll(selector);
      return found.length ? Number(found[found.length - 1].dataset.seq) : 0;
    }

    // Below the words and not among them, so that nothing is read out: what became of one's own last ones.
    function showMark() {
      if (!mark) return;
      var text = own && own <= otherRead ? mark.dataset.wasRead : mark.dataset.weHave;
      mark.hidden = !own || unsent.length > 0;
      if (mark.textContent !== text) mark.textContent = text;
    }

    function noteRead(seq) {
      if (!(seq > otherRead)) return;
      otherRead = seq;
      showMark();
    }

    function show(message) {
      if (message.seq <= last) return;
      last = message.seq;
      if (message.own) own = last; else if (message.sender !== "system") theirs = last;
      if (message.client_id) settle(message.client_id);
      var item = draw(message, message.said_at);
      item.dataset.seq = message.seq;
      if (message.danger) each("[data-danger]", function (part) { part.hidden = false; });
      item.querySelector("time").dateTime = message.at;
      lines.appendChild(item);
      if (message.sender === "staff" && !message.own) happened("answer");
    }

    // For what stands around the chat (chat-panel.js, chat-sound.js): that it happened, never what was said.
    function happened(what) { root.dispatchEvent(new CustomEvent("fs:" + what, { bubbles: true })); }

    function settle(id) {
      unsent = unsent.filter(function (message) { return message.id !== id; });
      keep();
    }

    function setLost(is) {
      if (lost === is) return;
      lost = is;
      tell(is ? words.lost : words.found);
      drawUnsent();
    }

    function showCase(secret) {
      var panel = document.querySelector("[data-case]");
      if (!panel || !secret || !secret.secret || !panel.hidden) return;
      panel.querySelector("[data-reference]").textContent = secret.reference;
      panel.querySelector("code").textContent = secret.secret;
      panel.hidden = false;
    }

    // All that this side wrote, for the report that it may become.
    function ownWords() {
      var own = lines.querySelectorAll(".chat-line--own:not([data-has-file]) [data-text]");
      return Array.prototype.map.call(own, function (part) { return part.textContent; }).join("\n\n");
    }

    // Where one stands in the queue. It can begin anew, when whoever answered had to go.
    function showQueue(queue) {
      each("[data-queue]", function (part) { if (part.textContent !== queue.words) part.textContent = queue.words; });
      each("[data-nobody]", function (part) {
        part.hidden = !queue.nobody;
        each("[data-words]", function (field) { field.value = ownWords(); });
      });
    }

    // Whoever answers paused the chat: until when, and what one can do meanwhile.
    function showPause(pause) {
      clearTimeout(timers.pause);
      each("[data-paused]", function (part) { part.hidden = !pause; });
      if (!pause) return;
      each("[data-pause]", function (part) { if (part.textContent !== pause.words) part.textContent = pause.words; });
      each("[data-words]", function (field) { field.value = ownWords(); });
      later("pause", 1000 * pause.seconds, function () { showPause(null); });
    }

    // At the desk: what stands beside the words, fetched anew when something in it changed.
    function showFacts(version) {
      var facts = document.querySelector("[data-facts]");
      if (!facts || facts.dataset.facts === version) return;
      facts.dataset.facts = version;
      // Whoever answers now may be another, whose reading counts.
      toldRead = 0;
      part(facts.dataset.address, "[data-facts]", function (fresh) { facts.replaceWith(fresh); });
    }

    function showStatus(status) {
      each("[data-waiting]", function (part) { part.hidden = status !== "waiting"; });
      if (status !== "left") each("[data-left]", function (part) { part.hidden = true; });
      if (status !== "ended") return;
      happened("ended");
      // Never while someone is writing in it: what they wrote stays, the server says why it cannot be sent.
      if (box && box.value.trim()) return;
      each("[data-live]", function (part) { part.hidden = true; });
      each("[data-words]", function (field) { field.value = ownWords(); });
      each("[data-ended]", function (part) { part.hidden = false; });
      each("[data-rating]", function (old) { part(old.dataset.address, "[data-rating]", function (fresh) { old.replaceWith(fresh); }); });
    }

    // What is typed and not sent stays while one looks at another chat; at the desk only, not on a phone that others use.
    function keepDraft() {
      if (!("keepDraft" in words)) return;
      try {
        if (box.value) sessionStorage.setItem(key + ".draft", box.value); else sessionStorage.removeItem(key + ".draft");
      } catch (e) { /* refused: then it is kept as long as the page is */ }
    }
    // That one writes, never what.
    function tellWriting() {
      if (!open() || !box.value || Date.now() - toldWriting < WRITES / 2) return;
      toldWriting = Date.now();
      send({ type: "writing" });
    }

    // Whether the last words stand before someone's eyes.
    function isSeen() {
      var line = lines.lastElementChild;
      if (!line || document.visibilityState === "hidden" || !document.hasFocus()) return false;
      var box = line.getBoundingClientRect(), frame = log.getBoundingClientRect();
      return box.top < Math.min(window.innerHeight, frame.bottom) && box.bottom > Math.max(0, frame.top);
    }
    // Now and then at most, and only when there is something new to say.
    function tellRead() {
      if (done || timers.read || lost || theirs <= toldRead || !isSeen()) return;
      toldRead = theirs;
      if (open()) send({ type: "read", seq: toldRead }); else postRead(toldRead);
      later("read", READS, function () { timers.read = 0; tellRead(); });
    }
    function postRead(seq) {
      var body = new FormData();
      body.set("csrfmiddlewaretoken", say.querySelector("[name=csrfmiddlewaretoken]").value);
      body.set("seq", seq);
      var options = { method: "POST", body: body, credentials: "same-origin", headers: { Accept: "application/json", Unattended: "yes" } };
      fetch(words.read, options)["catch"](function () { toldRead = 0; });
    }

    function takeUpDraft() {
      if (!("keepDraft" in words) || box.value) return;
      try { box.value = sessionStorage.getItem(key + ".draft") || ""; } catch (e) { /* there is none */ }
    }

    // --- what comes

    var answers = {
      messages: function (answer) {
        var follow = atEnd();
        answer.messages.forEach(show);
        if (answer.removed) takeOut(answer.removed, answer.removed_words);
        if (writing && answer.messages.length) writing.hidden = true;
        noteRead(answer.read);
        drawUnsent();
        showCase(answer["case"]);
        if (answer.queue) showQueue(answer.queue);
        showPause(answer.pause);
        if (answer.beside) showFacts(answer.beside);
        showStatus(answer.status);
        if (follow) log.scrollTop = log.scrollHeight;
        tellRead();
        if (answer.last > last) ask();
      },
      stored: function (answer) {
        stored[answer.client_id] = true;
        if (slowed && state.textContent === slowed) tell("");
        // Its line comes with the next messages, in its place among the others.
        if (answer.seq <= last) { settle(answer.client_id); drawUnsent(); }
        else later("line", 400, function () { if (answer.seq > last) ask(); });
      },
      refused: function (answer) {
        var refused = unsent.filter(function (message) { return message.id === answer.client_id; })[0];
        settle(answer.client_id);
        drawUnsent();
        if (refused && box) box.value = box.value ? refused.text + "\n" + box.value : refused.text;
        tell(answer.why);
      },
      writing: function () {
        if (!writing) return;
        writing.hidden = false;
        later("writing", WRITES, function () { writing.hidden = true; });
      },
      read: function (answer) { noteRead(answer.seq); },
      // Too much at once: it is kept, and goes with the next look.
      wait: function (answer) { slowed = answer.why; tell(slowed); },
      not_here: function () { stop(words.gone); }
    };

    function take(answer) {
      if (done || answer.v !== VERSION || !answers.hasOwnProperty(answer.type)) return;
      setLost(false);
      answers[answer.type](answer);
    }

    function stop(why) {
      done = true;
      if (uploads) uploads.stop();
      if (socket) socket.close();
      Object.keys(timers).forEach(function (name) { clearTimeout(timers[name]); });
      if (why) {
        tell(why);
        each("[data-live]", function (part) { part.hidden = true; });
      }
    }

    // --- what goes

    function open() { return socket && socket.readyState === WebSocket.OPEN; }

    function send(frame) { frame.v = VERSION; socket.send(JSON.stringify(frame)); }

    function ask() {
      if (done) return;
      if (open()) send({ type: "fetch", after: last });
      else poll();
    }

    function poll() {
      if (asking || done) return;
      asking = true;
      // Who has lost the connection wants to know at once whether it is back; who looks elsewhere is in no hurry.
      var wait = lost || document.hidden ? 0 : WAIT;
      var began = Date.now();
      var options = { method: "GET", headers: { Unattended: "yes" }, patience: wait * 1000 + PATIENCE };
      request(words.fetch + "?after=" + last + (wait ? "&wait=" + wait : ""), options, function (answer) {
        asking = false;
        var said = JSON.stringify(answer || "");
        // A server that does not wait answers at once, with nothing new: it is not asked all the time.
        var pause = answer && said !== lastAnswer ? 0 : POLL;
        lastAnswer = said;
        if (answer) deliver();
        if (!open() && !done) later("poll", Math.max(0, pause - (wait ? Date.now() - began : 0)), poll);
      });
    }

    function request(address, options, then) {
      var giveUp = window.AbortController && new AbortController();
      var timer = setTimeout(function () { if (giveUp) giveUp.abort(); }, options.patience || PATIENCE);
      options.headers = options.headers || {};
      options.headers.Accept = "application/json";
      options.credentials = "same-origin";
      options.cache = "no-store";
      if (giveUp) options.signal = giveUp.signal;
      fetch(address, options).then(function (response) {
        // Only a sign-in page stands in for an answer of ours.
        if (response.redirected) stop(words.gone);
        return response.json();
      }).then(function (answer) {
        clearTimeout(timer);
        take(answer);
        then(answer);
      })["catch"](function () {
        clearTimeout(timer);
        if (!done) setLost(true);
        then(null);
      });
    }

    function owed() { return unsent.filter(function (message) { return !stored[message.id]; }); }

    // In the order they were written: over a socket that is so by itself, forms go one after another.
    function deliver() {
      if (!open()) { post(owed()[0]); return; }
      owed().forEach(function (message) {
        var frame = { type: "say", client_id: message.id, text: message.text };
        if (new Blob([JSON.stringify(frame)]).size < LARGEST) send(frame); else post(message);
      });
    }

    function post(message) {
      if (!message || posting || done) return;
      posting = true;
      var body = new FormData(say);
      body.set("client_id", message.id);
      body.set("text", message.text);
      // Chosen, and not yet sent.
      body["delete"]("files");
      request(say.getAttribute("action"), { method: "POST", body: body }, function (answered) {
        posting = false;
        if (answered && owed()[0] !== message) deliver();
        // The question that is open meanwhile may take long to be answered.
        if (!answered) later("deliver", POLL, function () { if (!open()) deliver(); });
      });
    }

    function submit(event) {
      // Something is wrong with a file, and says so (static/js/upload.js).
      if (event.defaultPrevented) return;
      // Another button of this form, that leads elsewhere.
      if (event.submitter && event.submitter.hasAttribute("formaction")) return;
      event.preventDefault();
      var text = box.value.trim();
      var files = !done && uploads && uploads.take();
      if (!text || done) { if (!files) box.focus(); return; }
      var message = { id: newId(), text: text };
      unsent.push(message);
      keep();
      box.value = "";
      keepDraft();
      box.focus();
      drawUnsent();
      log.scrollTop = log.scrollHeight;
      deliver();
      if (!open()) later("poll", 300, poll);
    }

    // --- the socket

    function connect() {
      if (done || !window.WebSocket) return;
      try {
        socket = new WebSocket(location.origin.replace(/^http/, "ws") + words.socket);
      } catch (e) { return; }
      var mine = socket;
      mine.onopen = function () {
        failures = 0;
        clearTimeout(timers.poll);
        // What was said last may never have arrived.
        toldRead = 0;
        ask();
        deliver();
        beat();
      };
      mine.onmessage = function (event) {
        heard += 1;
        take(JSON.parse(event.data));
      };
      mine.onclose = function (event) {
        if (mine !== socket || done) return;
        clearTimeout(timers.beat);
        if (event.code === 4404) { stop(words.gone); return; }
        failures += 1;
        later("connect", Math.min(SLOWEST, 1000 * Math.pow(2, failures - 1)) * (0.75 + Math.random() / 2), connect);
        later("poll", 200, poll);
      };
    }

    // A connection can die without a word. Asking now and then finds out, and finds what a lost wake-up did not tell.
    function beat() {
      later("beat", QUIET, function () {
        if (!open()) return;
        var before = heard;
        ask();
        deliver();
        later("beat", PATIENCE, function () {
          if (heard === before && open()) { socket.close(); setLost(true); } else { beat(); }
        });
      });
    }

    // --- begin

    log.scrollTop = log.scrollHeight;
    if (!say) { root.dataset.ready = "ended"; return; }
    if (say.querySelector("input[type=file]")) uploads = new Uploads(say, words, take, tell);
    say.addEventListener("submit", submit);
    box.addEventListener("input", keepDraft);
    box.addEventListener("input", tellWriting);
    box.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); say.requestSubmit(); }
    });
    takeUpDraft();
    drawUnsent();
    connect();
    later("poll", 2000, function () { if (!open()) poll(); });
    ["focus", "scroll", "resize"].forEach(function (name) { window.addEventListener(name, tellRead, { passive: true }); });
    document.addEventListener("visibilitychange", tellRead);
    log.addEventListener("scroll", tellRead, { passive: true });
    window.addEventListener("online", function () { if (!open()) { poll(); later("connect", 0, connect); } if (uploads) uploads.next(); });
    document.addEventListener("fs:leave", function () { stop(""); });
    document.addEventListener("fs:main", function () { if (!document.contains(root)) stop(""); });
    root.dataset.ready = "live";
  }

  function drawFile(item, file) {
    var part = item.querySelector("[data-file]");
    if (file) item.dataset.hasFile = "";
    if (!file || !file.address) { part.parentNode.removeChild(part); return; }
    var picture = part.querySelector("[data-picture]");
    if (file.picture) { picture.alt = file.alt; picture.src = file.address; } else part.removeChild(picture);
    Array.prototype.forEach.call(part.querySelectorAll("a"), function (link) {
      if (link.hasAttribute("data-look") !== (file.kind === "picture")) { part.removeChild(link); return; }
      link.href = file.address;
      link.querySelector("[data-name]").textContent = " " + file.name;
    });
  }

  // Files go one after another, each until it is answered: sent again under the same id, it is stored once.
  function Uploads(say, words, take, tell) {
    var input = say.querySelector("input[type=file]");
    var state = say.querySelector("[data-upload-state]");
    var bar = say.querySelector("[data-upload-bar]");
    var problems = say.querySelector("[data-upload-problems]");
    var queue = [];
    var request = null;
    var wait = 0;
    var timer = null;

    function show(text) {
      state.textContent = queue.length ? text.replace("{name}", queue[0].file.name) : "";
      bar.hidden = !request;
    }

    function refuse(why) {
      var line = document.createElement("p");
      line.className = "govuk-error-message";
      line.textContent = why.replace("{name}", queue[0].file.name);
      problems.appendChild(line);
      // The form is put away when the chat has ended meanwhile.
      if (!say.getClientRects().length) tell(line.textContent);
    }

    function read(answered) {
      try { return JSON.parse(answered.responseText); } catch (e) { return null; }
    }

    function again() {
      request = null;
      wait = Math.min(30000, 2 * wait || 3000);
      timer = setTimeout(next, wait);
      show(words.fileKept);
    }

    function answered() {
      var answer = read(request);
      // Not from a page of ours that takes files: busy, too large on the way, or something in between.
      if (!answer && request.status !== 413 && request.status !== 400) { again(); return; }
      request = null;
      wait = 0;
      if (!answer || answer.type === "refused") refuse(answer ? answer.why : words.fileRefused);
      else take(answer);
      queue.shift();
      next();
    }

    function next() {
      clearTimeout(timer);
      if (request) return;
      if (!queue.length) { show(""); return; }
      var body = new FormData(say);
      body["delete"]("text");
      body.set("client_id", queue[0].id);
      body.set(input.name, queue[0].file);
      request = new XMLHttpRequest();
      request.open("POST", say.getAttribute("action"));
      request.setRequestHeader("Accept", "application/json");
      request.upload.onprogress = function (event) { if (event.lengthComputable) bar.value = 100 * event.loaded / event.total; };
      request.onload = answered;
      request.onerror = again;
      bar.value = 0;
      show(words.sendingFile);
      request.send(body);
    }

    this.next = next;
    // What was chosen waits here to be sent, and the field is free for more. Says how many there were.
    this.take = function () {
      var chosen = Array.prototype.slice.call(input.files);
      if (!chosen.length) return 0;
      problems.textContent = "";
      chosen.forEach(function (file) { queue.push({ id: newId(), file: file }); });
      input.value = "";
      input.dispatchEvent(new Event("change", { bubbles: true }));
      next();
      return chosen.length;
    };
    this.stop = function () {
      queue = [];
      clearTimeout(timer);
      if (request) request.abort();
    };
  }

  // A part of a page of the desk, fetched by itself. Nobody did anything: it must not keep one signed in.
  function part(address, selector, then) {
    var options = { credentials: "same-origin", cache: "no-store", headers: { Unattended: "yes" } };
    fetch(address, options).then(function (response) {
      if (!response.ok || response.redirected) throw new Error();
      return response.text();
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      var fresh = page.querySelector(selector);
      if (fresh) then(fresh, page);
    })["catch"](function () { /* the next look is in a few seconds */ });
  }

  // Did this help? Its forms are answered in place. Whatever goes wrong, the form is sent as any other.
  function rate(event) {
    var form = event.target;
    var old = form.closest("[data-rating]");
    if (!old || "plainly" in form.dataset || !window.fetch) return;
    event.preventDefault();
    var body = new FormData(form);
    if (event.submitter && event.submitter.name) body.append(event.submitter.name, event.submitter.value);
    fetch(form.getAttribute("action"), { method: "POST", body: body, credentials: "same-origin", cache: "no-store" }).then(function (response) {
      return response.text();
    }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-rating]");
      if (!fresh) throw new Error();
      old.replaceWith(fresh);
      (fresh.querySelector("[data-autofocus]") || fresh).focus();
    })["catch"](function () {
      if (!form.isConnected) return; // they left meanwhile
      form.dataset.plainly = "";
      form.requestSubmit(event.submitter);
    });
  }

  // The desk's list of chats: asked for anew every few seconds, changed only when something did.
  function List(region) {
    var state = document.querySelector("[data-list-state]");
    function look() {
      if (document.hidden) return;
      part(region.dataset.address || location.href, "[data-chat-list]", function (fresh) {
        if (fresh.innerHTML === region.innerHTML) return;
        // Who is in the list with the keyboard is told, and finds it when they move on.
        if (!region.contains(document.activeElement)) region.innerHTML = fresh.innerHTML;
        if (state) state.textContent = fresh.dataset.summary;
      });
    }
    setInterval(look, 5000);
  }

  // At the desk: Alt and a figure goes to one of one's chats, Alt and 0 to whoever waits longest.
  function keys(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || !/^Digit\d$/.test(event.code)) return;
    var number = Number(event.code.slice(5));
    var links = document.querySelectorAll(number ? "[data-chat-list] [data-mine]" : "[data-chat-list] [data-waits]");
    var link = links[Math.max(0, number - 1)];
    if (!link) return;
    event.preventDefault();
    location.assign(link.href);
  }

  function begin() {
    each("[data-without-script]", function (part) { part.hidden = true; });
    each("[data-with-script]", function (part) { part.hidden = false; });
    each("[data-chat]:not([data-ready])", function (root) { new Room(root); });
  }
  var region = document.querySelector("[data-chat-list]");
  if (region) {
    new List(region);
    document.addEventListener("keydown", keys);
  }
  document.addEventListener("submit", rate, true);
  document.addEventListener("fs:main", begin);
  begin();
})();
