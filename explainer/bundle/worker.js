// Browsers start no workers for pages that are files. There, a worker's script runs in a hidden frame of the page.
if (location.protocol === "file:") {
  const run = (frame, address) =>
    new Promise((resolve, reject) => {
      const script = frame.contentDocument.createElement("script");
      script.async = false; // they run in the order in which they are named
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${address} cannot be read`));
      script.src = address;
      frame.contentDocument.head.append(script);
    });

  // The theme's search asks for the second name, to learn where the scripts for other languages are.
  window.Worker = window.IFrameWorker = class extends EventTarget {
    constructor(address) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      this.started = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true })).then(async () => {
        const inside = frame.contentWindow;
        inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
        inside.importScripts = (...addresses) => Promise.all(addresses.map((each) => run(frame, each)));
        await run(frame, new URL(address, location));
        return inside;
      });
      document.body.append(frame);
    }

    async postMessage(data) {
      const inside = await this.started;
      inside.dispatchEvent(new inside.MessageEvent("message", { data }));
    }
  };
}
