/** The sheet that asks for the password again, before an order or a change of who may come in. */

import { type TemplateResult, html, nothing, render } from "lit";
import { type Failure, ask } from "../api.ts";
import { whenConfirmationRequired } from "../confirmed.ts";
import { store } from "../store/store.ts";
import { t, trouble } from "../text/texts.ts";

interface State {
  readonly busy: boolean;
  readonly failure: Failure | null;
}

/** True when the gateway took it; false when the user thought better of it, or is not logged in any more. */
function askPassword(): Promise<boolean> {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const dialog = document.createElement("dialog");
    dialog.className = "sheet";
    dialog.setAttribute("aria-labelledby", "password-title");
    dialog.setAttribute("aria-describedby", "password-hint");
    const show = (state: State) => render(sheet(state, send, () => dialog.close()), dialog);
    let busy = false;
    const send = async (event: Event) => {
      event.preventDefault();
      const input = dialog.querySelector<HTMLInputElement>("[name=password]")!;
      if (busy || input.value === "") return;
      busy = true;
      show({ busy, failure: null });
      const answer = await ask("POST", "/api/session/confirm", { password: input.value });
      busy = false;
      if (answer.ok) resolve(true);
      // The login is over: the sheet that asks for it comes by itself.
      if (answer.ok || answer.trouble === "unauthenticated") {
        dialog.close();
        return;
      }
      show({ busy, failure: answer });
      input.select();
    };
    dialog.addEventListener("close", () => {
      // Before the element goes: an answer under way must not find it.
      resolve(false);
      dialog.remove();
      if (before instanceof HTMLElement) before.focus();
    });
    show({ busy, failure: null });
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[name=password]")!.focus();
  });
}

function sheet({ busy, failure }: State, send: (event: Event) => void, cancel: () => void): TemplateResult {
  return html`<h2 id="password-title">${t("again.title")}</h2>
    <p id="password-hint" class="muted">${t("again.hint")}</p>
    <form class="stack" @submit=${send}>
      <input name="username" autocomplete="username" .value=${store.access.user?.name ?? ""} hidden />
      <label class="field"
        ><span>${t("login.password")}</span>
        <input
          name="password"
          type="password"
          autocomplete="current-password"
          required
          autofocus
          aria-describedby="password-error"
          aria-invalid=${failure?.code === "wrong_password" ? "true" : nothing}
      /></label>
      <p id="password-error" class="error" role="alert">${failure === null ? nothing : reason(failure)}</p>
      <div class="actions">
        <button class="button button-primary" ?disabled=${busy}>${t(busy ? "again.busy" : "again.submit")}</button>
        <button type="button" class="button" @click=${cancel}>${t("confirm.cancel")}</button>
      </div>
    </form>`;
}

function reason(failure: Failure): string {
  if (failure.code === "wrong_password") return t("again.wrong");
  return failure.trouble === "too_many" ? t("login.tooMany") : trouble(failure);
}

whenConfirmationRequired(askPassword);
