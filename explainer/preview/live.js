// Keeps a page as new as the files that it is made from, and lists what is wrong with them. Only the preview adds it.
(() => {
  const { src, dataset } = document.currentScript;
  const host = document.createElement("div");
  const box = host.attachShadow({ mode: "open" });
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("live.css", src) });
  const alert = document.createElement("div");
  alert.setAttribute("role", "alert");
  box.append(sheet, alert);

  const element = (name, ...content) => {
    const made = document.createElement(name);
    made.append(...content);
    return made;
  };

  const show = (problems) => {
    alert.replaceChildren();
    if (!problems.length) return;
    const dismiss = element("button", "Dismiss");
    dismiss.type = "button";
    dismiss.addEventListener("click", () => alert.replaceChildren());
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const list = element("ul", ...problems.map((each) => element("li", each)));
    list.tabIndex = 0;
    alert.append(element("div", element("strong", count), dismiss), list);
  };

  let source;
  const listen = () => {
    source = new EventSource(new URL("events", src));
    source.onmessage = ({ data }) => {
      const { state, problems } = JSON.parse(data);
      if (state === dataset.state) show(problems);
      else location.reload();
    };
  };

  // A browser keeps few connections to one host: pages that nobody sees need none.
  document.addEventListener("visibilitychange", () => {
    source?.close();
    if (!document.hidden) listen();
  });
  document.body.append(host);
  if (!document.hidden) listen();
})();
