"use strict";
{
  const at = id => document.getElementById(id);
  const [field, back, on, count] = ["find", "find-back", "find-on", "find-count"].map(at);
  const marks = globalThis.Highlight && CSS.highlights;
  const most = 1000;
  let nodes, starts, text;
  let found = [], now = -1;

  // In small letters, each as long as before: only this one would become two.
  const small = words => words.replaceAll("İ", "i").toLowerCase();

  // The text as one line in small letters, and where in it each of its nodes starts.
  const read = () => {
    const skipped = "svg, .figure__alt, .filter__choices";
    const walker = document.createTreeWalker(at("text"), NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, node =>
      node.nodeType === 3 ? NodeFilter.FILTER_ACCEPT
        : node.matches(skipped) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP);
    nodes = [], starts = [], text = "";
    let block;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const around = node.parentElement.closest("p, li, td, th, dt, dd, h1, h2, h3, h4, h5, h6, pre, summary, div");
      if (around !== block) text += "\n";
      block = around;
      nodes.push(node);
      starts.push(text.length);
      text += small(node.data);
    }
  };

  const place = offset => {
    let low = 0, high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle; else high = middle - 1;
    }
    return [nodes[low], Math.min(offset - starts[low], nodes[low].length)];
  };

  const find = () => {
    if (!nodes) read();
    const words = small(field.value.trim());
    found = [], now = -1;
    for (let from = words.length > 1 ? text.indexOf(words) : -1; from >= 0 && found.length < most; from = text.indexOf(words, from + words.length)) {
      const range = new Range();
      range.setStart(...place(from));
      const [node, offset] = place(from + words.length - 1);
      range.setEnd(node, Math.min(offset + 1, node.length));
      found.push(range);
    }
    if (marks) marks.set("found", new Highlight(...found)), marks.delete("found-now");
    back.disabled = on.disabled = !found.length;
    count.value = words.length < 2 ? "" : found.length ? `${found.length}${found.length < most ? "" : "+"} found` : "not found";
  };

  const step = by => {
    if (!found.length) return;
    now = (now + by + found.length + (now < 0 && by < 0)) % found.length;
    const range = found[now], parent = range.startContainer.parentElement;
    for (let each = parent; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") each.open = true;
      if (each.matches(".filter")) for (const all of each.querySelectorAll("[class$='-0']")) all.checked = true;
    }
    if (marks) marks.set("found-now", new Highlight(range));
    else getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    parent.scrollIntoView({ block: "center" });
    count.value = `${now + 1} of ${found.length}`;
  };

  field.addEventListener("input", find);
  field.addEventListener("keydown", event => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    if (event.key === "Escape") field.value = "", find();
  });
  on.addEventListener("click", () => step(1));
  back.addEventListener("click", () => step(-1));
  document.querySelector(".find").hidden = false;
}
