/** True for a text that Swift takes for a yes (swift/common/utils: config_true_value). */
export function isTrue(text: string | null | undefined): boolean {
  return /^(true|1|yes|on|t|y)$/i.test(text ?? '');
}
