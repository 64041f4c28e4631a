/**
 * Acts before which the gateway wants the password once more. Nothing of them was done; when the password is right they
 * are sent again under the same id, so that they take effect once whatever gets lost meanwhile.
 */

import { type CommandAnswer, type CommandData, CommandError, type CommandOptions, newId } from "@aktienanalyse/client";
import { whenUnconfirmed } from "./api.ts";
import { client } from "./context.ts";

type AskPassword = () => Promise<boolean>;

let askPassword: AskPassword = async () => false;
let asking: Promise<boolean> | null = null;

/** Who asks the user; true: the gateway took the password. */
export function whenConfirmationRequired(ask: AskPassword): void {
  askPassword = ask;
}

/** One question for all that wait for it. */
export function confirmed(): Promise<boolean> {
  asking ??= askPassword().finally(() => (asking = null));
  return asking;
}

/** @throws CommandError when there is no answer, and `confirmation_required` when the user did not confirm */
export async function sendConfirmed<R = unknown, C extends string = string>(
  command: C,
  data: CommandData<C>,
  options: CommandOptions = {},
): Promise<CommandAnswer<R>> {
  const commandId = options.commandId ?? newId();
  let unknown = false;
  for (;;) {
    try {
      return await client.sendUserCommand<R, C>(command, data, { ...options, commandId });
    } catch (error) {
      if (!(error instanceof CommandError && error.failure === "confirmation_required")) throw error;
      unknown ||= error.outcomeUnknown;
      if (!(await confirmed())) throw new CommandError(error.failure, command, commandId, unknown);
    }
  }
}

whenUnconfirmed(confirmed);
