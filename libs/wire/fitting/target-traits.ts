/** The name that a provider's Chat Completions have for the output limit. */
export type LimitField = 'max_tokens' | 'max_completion_tokens' | 'max_output_tokens' | 'none';
export type ToolChoiceForm = 'none' | 'auto' | 'required' | 'named';

/**
 * What the provider's model that a body is for takes otherwise than its protocol lays down: the rows of the defaults and an administrator's word, put together
 * (`libs/routing/traits`). Translations say what the protocol has; `fitted` says it as this model takes it.
 */
export interface TargetTraits {
  /** Undefined: the client's own, else `max_completion_tokens`, as the protocol lays down. */
  readonly limitField: LimitField | undefined;
  /** Members of the provider's body, as its route calls them. */
  readonly refusedFields: readonly string[];
  /** Of each group one only. */
  readonly exclusiveFields: readonly (readonly string[])[];
  /** How it is told how much to reason: `reasoning_effort` or `output_config.effort`, a number of tokens in `thinking`, or not at all. */
  readonly reasoning: 'effort' | 'budget' | 'none';
  /** What Chat Completions call the reasoning of earlier turns, as the provider takes it back; undefined: as it was said. */
  readonly reasoningField: 'reasoning_content' | 'reasoning' | 'none' | undefined;
  /** False: it knows no `strict`, in tools and formats. */
  readonly strictSchema: boolean;
  /** The role that instructions have in Chat Completions; undefined: as it was said. */
  readonly systemRole: 'system' | 'developer' | 'user' | undefined;
  /** Undefined: every form. */
  readonly toolChoice: readonly ToolChoiceForm[] | undefined;
  /** Its streams end with the finish reason: no `[DONE]` follows. */
  readonly endsWithoutDone: boolean;
}

/** `temperature` and `top_p`: from API version 2026-10-21 on, Messages refuses them even at their defaults. */
export const takesSampling = ({ refusedFields }: TargetTraits): boolean => !refusedFields.includes('temperature');
/** It can be told how much to reason. */
export const takesReasoning = ({ reasoning }: TargetTraits): boolean => reasoning !== 'none';

/** What the protocols lay down. */
export const USUAL_TRAITS: TargetTraits = {
  limitField: undefined,
  refusedFields: [],
  exclusiveFields: [],
  reasoning: 'effort',
  reasoningField: undefined,
  strictSchema: true,
  systemRole: undefined,
  toolChoice: undefined,
  endsWithoutDone: false,
};
