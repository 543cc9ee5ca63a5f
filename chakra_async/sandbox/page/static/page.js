// What htmx does not do: keep the newest message in view, send with Enter, empty the field, show errors, run the clock.
"use strict";

(() => {
  const log = () => document.querySelector(".messages");
  let stick = true;
  let first = true;

  const toEnd = () => {
    const box = log();
    if (box && stick) box.scrollTop = box.scrollHeight;
  };

  const field = () => document.getElementById("say");

  const grow = () => {
    const text = field();
    if (!text) return;
    text.rows = Math.min(6, text.value.split("\n").length);
  };

  document.addEventListener("scroll", (event) => {
    const box = event.target;
    if (box === log()) stick = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.target === field() && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
    if (event.key === "Escape") {
      const open = document.activeElement?.closest("details.menu[open], details.attach[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      }
    }
  });

  // One menu at a time, and none after a click elsewhere.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open], details.attach[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("input", (event) => {
    if (event.target === field()) grow();
  });

  const problem = (text) => {
    const box = document.getElementById("problem");
    box.textContent = text;
    if (text) setTimeout(() => { if (box.textContent === text) box.textContent = ""; }, 8000);
  };

  document.addEventListener("htmx:after:request", (event) => {
    const context = event.detail.ctx;
    const form = context?.sourceElement;
    if (!(form instanceof HTMLFormElement)) return;
    const answer = context.response;
    if (answer && answer.status < 300) {
      problem("");
      stick = true;
      if (form.dataset.reset) {
        form.reset();
        grow();
        field()?.focus();
      } else {
        const menu = form.closest("details.menu, details.attach");
        if (menu) {
          menu.open = false;
          menu.querySelector("summary").focus();
        }
        if (form.enctype === "multipart/form-data") form.reset();
      }
    } else if (answer) {
      problem(context.text || `The sandbox answered ${answer.status}.`);
    }
  });

  document.addEventListener("htmx:error", () => problem("The sandbox does not answer."));
  document.addEventListener("htmx:sse:error", () => { document.getElementById("lost").hidden = false; });
  document.addEventListener("htmx:sse:after:message", () => { document.getElementById("lost").hidden = true; });
  document.addEventListener("load", (event) => { if (event.target.tagName === "IMG") toEnd(); }, true);
  document.addEventListener("htmx:after:swap", toEnd);
  document.addEventListener("htmx:after:settle", toEnd);

  // The clock runs on between two answers of the sandbox.
  let base = null;
  const tick = () => {
    const now = document.getElementById("now");
    if (!now) return;
    const epoch = Number(now.dataset.epoch);
    if (!base || base.epoch !== epoch) base = { epoch, at: performance.now() };
    const at = new Date(epoch + performance.now() - base.at);
    const text = `${at.toUTCString().slice(0, 11)} ${at.toISOString().slice(11, 19)}`.replace(",", "");
    if (now.textContent !== text) now.textContent = text;
  };

  const begin = () => {
    if (!first) return;
    first = false;
    toEnd();
    grow();
    if (location.hash === "#say" || matchMedia("(min-width: 1000px)").matches) field()?.focus();
    setInterval(tick, 500);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
