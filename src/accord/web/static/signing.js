/* Sign with a passkey: the server draws up what is signed, the passkey answers over it, the form carries the answer back. */
"use strict";

for (const form of document.querySelectorAll("form[data-to-sign]")) {
  const told = form.querySelector("[role=alert]");
  const button = form.querySelector("button");
  const instead = form.nextElementSibling;
  form.hidden = false;
  if (instead?.tagName === "DETAILS") instead.open = false;

  const ask = async () => {
    const answer = await fetch(form.dataset.toSign, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } })
      .catch(() => { throw new Error("the site cannot be reached; nothing was signed"); });
    const ours = answer.headers.get("Content-Type")?.startsWith("application/json");
    const options = ours ? await answer.json() : {};
    if (!answer.ok || !options.publicKey) throw new Error(options.says ?? "this page is out of date; open it again, then sign");
    return options;
  };

  const why = (fault) => {
    if (fault.name === "NotAllowedError") return "Nothing was signed: it was cancelled, or took too long. Try again, or sign with your password.";
    if (fault instanceof DOMException) return "Nothing was signed: this browser could not use your passkey here. Sign with your password.";
    return `Nothing was signed: ${fault.message}.`;
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    told.textContent = "";
    button.disabled = true;
    try {
      if (!window.PublicKeyCredential) throw new Error("this browser knows no passkeys; sign with your password");
      const answer = await window.webauthnJSON.get(await ask());
      form.elements.assertion.value = JSON.stringify(answer);
      form.submit();
    } catch (fault) {
      told.textContent = why(fault);
      button.disabled = false;
    }
  });
}
