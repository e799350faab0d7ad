/** What every form of a group is given. */
export interface FormProps<Settings> {
  readonly draft: Settings;
  readonly onChange: (draft: Settings) => void;
}
