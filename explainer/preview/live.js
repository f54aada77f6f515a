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

  // Browsers find the place where one stands only if all of a page is laid out at once: keep what stands uppermost.
  const PLACE = "explainer-place";
  const reload = () => {
    const named = [...document.querySelectorAll("article [id]")].filter((each) => each.getClientRects().length);
    const first = named.find((each) => each.getBoundingClientRect().top >= 0);
    if (first && scrollY) {
      const place = [location.pathname, first.id, first.getBoundingClientRect().top];
      sessionStorage.setItem(PLACE, JSON.stringify(place));
      history.scrollRestoration = "manual";
    }
    location.reload();
  };

  const stand = (id, top, frames = 20) => {
    const moved = document.getElementById(id)?.getBoundingClientRect().top - top;
    if (moved) scrollBy(0, moved);
    if (frames) requestAnimationFrame(() => stand(id, top, frames - 1)); // what comes into sight is laid out, and grows
  };

  const [path, id, top] = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
  sessionStorage.removeItem(PLACE);
  history.scrollRestoration = "auto";
  if (path === location.pathname) stand(id, top);

  let source;
  const listen = () => {
    source = new EventSource(new URL("events", src));
    source.onmessage = ({ data }) => {
      const { state, problems } = JSON.parse(data);
      if (state === dataset.state) show(problems);
      else reload();
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
