export const DASHBOARDS: readonly { readonly uid: string; readonly build: () => unknown }[] = [];
