/** Addresses of services, which may hold passwords. */

/** The address as it may be shown: without user and password, also where it is no proper URL. */
export const withoutCredentials = (url: string): string => url.replace(/\/\/[^/]*@/, '//')
