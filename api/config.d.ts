// @fast-agent-auth/config
export {
  AllowSettings,
  AuthMode,
  AuthSettings,
  Config,
  ConfigError,
  ConfigErrorCode,
  ConfigWarning,
  ConfiguredServer,
  ReadConfigOptions,
  ServerSettings,
  SignInOptions,
  authMode,
  overrideAuth,
  readConfig,
  requestHeaders,
  serverSettings,
  toAuthOptions,
}

// @fast-agent-auth/config/open-store
export {
  NamedStoreSettings,
  OpenedStore,
  StoreSettings,
  openStore,
}

// @fast-agent-auth/config/options
export {
  AuthKey,
  AuthOption,
  OptionKind,
  authOptions,
  camelCase,
  findOption,
}

/** Departures from the safe defaults. */
export interface AllowSettings {
    /** Exact hosts that may be asked over http. */
    readonly http?: readonly string[] | undefined;
    /** Networks, besides the public one and its own, in which a server may name URLs. */
    readonly networks?: readonly ('loopback' | 'private' | 'link_local')[] | undefined;
    /** Origins, besides the server's own, from which it may name its resource metadata. */
    readonly metadataOrigins?: readonly string[] | undefined;
    /** Whether the authorization server supports PKCE even if it does not say so. */
    readonly unadvertisedPkce?: boolean | undefined;
    readonly legacyServers?: boolean | undefined;
}

export type AuthKey = (typeof authOptions)[number]['key'];

/**
 * The way in which a program signs in to a server.
 *
 * - `not_applicable`: the server is a program on this machine.
 * - `disabled`: its auth block says `oauth: false`.
 * - `forced`: it has an auth block. Headers with credentials are not sent.
 * - `bearer`: a header with credentials is configured, so OAuth is not used.
 * - `auto`: nothing is configured, and OAuth begins when the server asks for it.
 */
export type AuthMode = 'not_applicable' | 'disabled' | 'bearer' | 'auto' | 'forced';

/** A setting of a sign-in, by its three names. */
export interface AuthOption {
    /** The key under `auth` in `fast-agent.yaml`. `--set` takes the key as it is, or in camel case. */
    readonly key: string;
    /** The name of the option of `createAuth`, if there is one. */
    readonly name?: string | undefined;
    /** The flag of the command line, if there is one. */
    readonly flag?: string | undefined;
    readonly kind: OptionKind;
    /** Set if the option loosens a rule or names who is trusted, so that files of other programs must not set it. */
    readonly effect?: 'loosens' | 'trusts' | undefined;
    readonly default?: boolean | number | string | undefined;
    /** The description, in one sentence. */
    readonly description: string;
    /** More sentences, shown only by editors, which have room for them. */
    readonly more?: string | undefined;
}

/** The auth block of a server, with the defaults filled in. */
export interface AuthSettings {
    readonly oauth: boolean;
    readonly redirectPort: number;
    readonly redirectPath: string;
    readonly redirectHost?: '127.0.0.1' | 'localhost' | '[::1]' | undefined;
    /** The scopes, separated by blanks, even if a list is written. */
    readonly scope?: string | undefined;
    /** The store. Absent: the program chooses, if possible the keychain. */
    readonly persist?: 'keyring' | 'memory' | 'file' | 'redis' | undefined;
    readonly clientMetadataUrl?: string | undefined;
    readonly clientId?: string | undefined;
    readonly clientSecret?: string | undefined;
    readonly tokenEndpointAuthMethod?: 'none' | 'client_secret_basic' | 'client_secret_post' | undefined;
    /** The authorization server, whether the MCP server names one or not. */
    readonly issuer?: string | undefined;
    readonly authorizationParams?: Readonly<Record<string, string>> | undefined;
    /** The metadata of the authorization server, with the names of RFC 8414, if none is published. */
    readonly authorizationServer?: Readonly<Record<string, unknown>> | undefined;
    readonly allow?: AllowSettings | undefined;
    readonly quirks?: QuirkSettings | undefined;
    readonly account?: string | undefined;
    /** Set if `persist` is `redis`. */
    readonly redisUrl?: string | undefined;
}

/** A configuration that was found and read. */
export interface Config {
    /** The absolute paths of the files that were read. If two have the same setting, the earlier file wins. */
    readonly files: readonly string[];
    /** The absolute paths of files that were found but not read, since others can write to them. A warning says more. */
    readonly leftOut: readonly string[];
    /** The names of files that were not found. Empty if a person named the file, since nothing is searched then. */
    readonly missing: readonly string[];
    /** The absolute paths of the folders that were searched, the nearest first. */
    readonly folders: readonly string[];
    readonly servers: readonly ConfiguredServer[];
    readonly warnings: readonly ConfigWarning[];
}

/** An error whose message begins with a location: `fast-agent.yaml:12: mcp.servers.x.auth.redirect_port: …`. */
export declare class ConfigError extends Error {
    readonly name = "ConfigError";
    readonly code: ConfigErrorCode;
    /** The absolute path of the file, or of the folder that holds two files; or `environment`. */
    readonly file?: string;
    /** Counted from 1. */
    readonly line?: number;
    /** The path in the file, such as `mcp.servers.github.auth.redirect_port`. */
    readonly path?: string;
    constructor(code: ConfigErrorCode, message: string, options?: ConfigErrorOptions);
}

/**
 * The reason why a configuration cannot be used.
 *
 * - `not_found`: the named file does not exist.
 * - `unreadable`: the file exists, but cannot be read, or is not a file.
 * - `unsafe_file`: others own the file or its folder, or can write to them.
 * - `too_large`: the file is larger than 1 MiB.
 * - `ambiguous`: a folder holds two files of which only one may be there.
 * - `invalid_syntax`: the file is not YAML or JSON, or not text.
 * - `invalid_value`: a setting is not what it must be.
 * - `unset_variable`: a setting needs an environment variable that is not set.
 * - `unknown_server`: no server has that name.
 */
export type ConfigErrorCode = 'not_found' | 'unreadable' | 'unsafe_file' | 'too_large' | 'ambiguous' | 'invalid_syntax' | 'invalid_value' | 'unset_variable' | 'unknown_server';

export interface ConfigErrorOptions {
    readonly cause?: unknown;
    readonly file?: string | undefined;
    readonly line?: number | undefined;
    readonly path?: string | undefined;
}

/** A warning about a setting that has no effect, or not the expected one. The message begins with its location. */
export interface ConfigWarning {
    readonly message: string;
    readonly file?: string;
    readonly line?: number;
    readonly path?: string;
}

/** A server that is named, with its settings, or with the reason why they cannot be used. */
export type ConfiguredServer = {
    readonly name: string;
    /** The absolute path of the file that names the server, or `environment`. */
    readonly file: string;
    /** Counted from 1. */
    readonly line: number | undefined;
} & ({
    readonly settings: ServerSettings;
    readonly error?: undefined;
} | {
    readonly error: ConfigError;
    readonly settings?: undefined;
});

export type Environment = Readonly<Record<string, string | undefined>>;

/** `StoreSettings` that do name a store. */
export interface NamedStoreSettings extends StoreSettings {
    readonly auth: Pick<AuthSettings, 'redisUrl'> & {
        readonly persist: NonNullable<AuthSettings['persist']>;
    };
}

/** A store. A Redis store has a connection to close. */
export interface OpenedStore extends TokenStore {
    close?(): Promise<void>;
}

/** The kind of value that an option takes. */
export type OptionKind = 'account' | 'auth_method' | 'boolean' | 'document' | 'document_url' | 'hosts' | 'issuer' | 'networks' | 'omit' | 'origins' | 'parameters' | 'redirect_host' | 'redirect_path' | 'redirect_port' | 'redis_url' | 'repeat' | 'resource' | 'scope' | 'store' | 'text';

interface PreRegistered {
    readonly id: string;
    readonly secret?: string | undefined;
    readonly tokenEndpointAuthMethod?: AuthSettings['tokenEndpointAuthMethod'];
}

/** Rules for a server that departs from the specifications. */
export interface QuirkSettings {
    readonly resourceParameter?: 'omit' | undefined;
    readonly audienceParameter?: 'resource' | undefined;
    readonly offlineAccess?: 'omit' | undefined;
    readonly refreshScope?: 'repeat' | undefined;
}

export interface ReadConfigOptions {
    /** The only file to read; for YAML, with the secrets file beside it. Default: the files that a search finds. */
    readonly path?: string | undefined;
    /** Default: the current folder of the process. */
    readonly cwd?: string | undefined;
    /** Default: the environment of the process. */
    readonly env?: Environment | undefined;
    /**
     * The person's home folder, at which the search upward ends. Default: the home folder of the system, if there is one.
     */
    readonly home?: string | undefined;
}

/** The checked settings of one MCP server. */
export interface ServerSettings {
    readonly name: string;
    readonly transport: 'http' | 'sse' | 'stdio';
    /** The URL as it is written. Absent only if the transport is `stdio`. */
    readonly url?: string | undefined;
    readonly headers: Readonly<Record<string, string>>;
    /** Absent if there is no auth block. */
    readonly auth?: AuthSettings | undefined;
    /** The location of each setting, by its path below the server: `auth.redis_url` in `fast-agent.yaml:12`. */
    readonly locations?: Readonly<Record<string, string>> | undefined;
}

/** The options of `createAuth` of fast-agent-auth that a configuration can set. */
export interface SignInOptions {
    readonly account?: string | undefined;
    readonly scope?: string | undefined;
    readonly client?: PreRegistered | {
        readonly metadataUrl: string;
    } | undefined;
    readonly redirect?: {
        readonly host?: '127.0.0.1' | 'localhost' | '[::1]' | undefined;
        readonly port: number;
        readonly path: string;
    } | undefined;
    readonly issuer?: string | undefined;
    readonly authorizationParams?: Readonly<Record<string, string>> | undefined;
    readonly authorizationServer?: AuthSettings['authorizationServer'];
    readonly allow?: AuthSettings['allow'];
    readonly quirks?: AuthSettings['quirks'];
}

/** The part of `ServerSettings` that may name a store. */
export interface StoreSettings {
    readonly auth?: Pick<AuthSettings, 'persist' | 'redisUrl'> | undefined;
    /** The locations of `auth.persist` and `auth.redis_url`, for errors. */
    readonly locations?: Readonly<Record<string, string>> | undefined;
}

/** The mode of a server with these settings. */
export declare function authMode({ transport, auth, headers }: ServerSettings): AuthMode;

/**
 * All settings of a sign-in, as data that loads no other code. The help, the schema and the documents are made from it.
 */
export declare const authOptions: readonly [{
    readonly key: "oauth";
    readonly kind: "boolean";
    readonly default: true;
    readonly description: "Whether to sign in at all.";
}, {
    readonly key: "redirect_port";
    readonly name: "redirect.port";
    readonly flag: "--redirect-port <port>";
    readonly kind: "redirect_port";
    readonly default: 3030;
    readonly description: "The port that the browser comes back to, 0 for any.";
}, {
    readonly key: "redirect_path";
    readonly name: "redirect.path";
    readonly kind: "redirect_path";
    readonly default: "/callback";
    readonly description: "The path that the browser comes back to, in the form that a browser sends.";
}, {
    readonly key: "redirect_host";
    readonly name: "redirect.host";
    readonly kind: "redirect_host";
    readonly description: "The host that the browser comes back to.";
    readonly more: "Default: 127.0.0.1, or the host that the authorization server is known to need.";
}, {
    readonly key: "scope";
    readonly name: "scope";
    readonly flag: "--scope <scope>";
    readonly kind: "scope";
    readonly description: "The scope to ask for, and no other.";
    readonly more: "A list is joined by blanks. Default: the scope that the server names.";
}, {
    readonly key: "persist";
    readonly name: "store";
    readonly flag: "--store <where>";
    readonly kind: "store";
    readonly default: "keyring";
    readonly description: "The store for sign-ins: keyring, file or redis.";
    readonly more: "Files are encrypted. A configuration may also say memory: until the program ends.";
}, {
    readonly key: "client_metadata_url";
    readonly name: "client.metadataUrl";
    readonly flag: "--client-metadata-url <url>";
    readonly kind: "document_url";
    readonly description: "The URL of your client ID metadata document.";
    readonly more: "An https URL with a path. It is used if the server supports such documents.";
}, {
    readonly key: "client_id";
    readonly name: "client.id";
    readonly flag: "--client-id <id>";
    readonly kind: "text";
    readonly description: "The id of a client that you registered yourself.";
}, {
    readonly key: "client_secret";
    readonly name: "client.secret";
    readonly kind: "text";
    readonly description: "The secret of client_id. It needs issuer, and is sent only there.";
    readonly more: "Better put it into fast-agent.secrets.yaml or a variable.";
}, {
    readonly key: "token_endpoint_auth_method";
    readonly name: "client.tokenEndpointAuthMethod";
    readonly kind: "auth_method";
    readonly description: "The authentication method of client_id.";
    readonly more: "Default: with a secret the method that the server takes, else none.";
}, {
    readonly key: "issuer";
    readonly name: "issuer";
    readonly flag: "--issuer <url>";
    readonly kind: "issuer";
    readonly effect: "trusts";
    readonly description: "The authorization server, whether the MCP server names one or not.";
    readonly more: "An https URL; http only on this machine.";
}, {
    readonly key: "authorization_server";
    readonly name: "authorizationServer";
    readonly kind: "document";
    readonly effect: "trusts";
    readonly description: "The metadata of the authorization server (RFC 8414), if none is published.";
    readonly more: "With the names of RFC 8414, such as issuer, authorization_endpoint and token_endpoint. All URLs are on the origin of issuer; with --set of the CLI, on any origin.";
}, {
    readonly key: "authorization_params";
    readonly name: "authorizationParams";
    readonly kind: "parameters";
    readonly description: "More parameters for the authorization URL, such as prompt: consent.";
}, {
    readonly key: "allow.http";
    readonly name: "allow.http";
    readonly kind: "hosts";
    readonly effect: "loosens";
    readonly description: "Exact hosts that may be asked over http. They must be in a private network or on this machine.";
}, {
    readonly key: "allow.networks";
    readonly name: "allow.networks";
    readonly kind: "networks";
    readonly effect: "loosens";
    readonly description: "Networks, besides the public one and its own, in which a server may name URLs.";
    readonly more: "Use private for an authorization server in a company's network.";
}, {
    readonly key: "allow.metadata_origins";
    readonly name: "allow.metadataOrigins";
    readonly kind: "origins";
    readonly effect: "loosens";
    readonly description: "Origins, besides the server's own, from which it may name its resource metadata.";
}, {
    readonly key: "allow.unadvertised_pkce";
    readonly name: "allow.unadvertisedPkce";
    readonly kind: "boolean";
    readonly effect: "loosens";
    readonly description: "Whether the authorization server supports PKCE even if its metadata does not say so.";
    readonly more: "Default: false.";
}, {
    readonly key: "allow.legacy_servers";
    readonly name: "allow.legacyServers";
    readonly kind: "boolean";
    readonly effect: "loosens";
    readonly description: "Whether a server of MCP 2025-03-26, which has no resource metadata, is accepted.";
    readonly more: "Default: true.";
}, {
    readonly key: "quirks.resource_parameter";
    readonly name: "quirks.resourceParameter";
    readonly kind: "omit";
    readonly effect: "loosens";
    readonly description: "With omit, the parameter resource (RFC 8707) is not sent, for an authorization server that refuses it.";
    readonly more: "An empty value, here and in all of quirks, also switches off the rule that is known for a provider.";
}, {
    readonly key: "quirks.audience_parameter";
    readonly name: "quirks.audienceParameter";
    readonly kind: "resource";
    readonly effect: "loosens";
    readonly description: "With resource, the parameter audience names the resource as well.";
}, {
    readonly key: "quirks.offline_access";
    readonly name: "quirks.offlineAccess";
    readonly kind: "omit";
    readonly effect: "loosens";
    readonly description: "With omit, the scope offline_access is never asked for.";
}, {
    readonly key: "quirks.refresh_scope";
    readonly name: "quirks.refreshScope";
    readonly kind: "repeat";
    readonly effect: "loosens";
    readonly description: "With repeat, each refresh names the granted scope again.";
}, {
    readonly key: "account";
    readonly name: "account";
    readonly flag: "--account <name>";
    readonly kind: "account";
    readonly description: "The account of the sign-in, if there are several.";
}, {
    readonly key: "redis_url";
    readonly name: "store";
    readonly flag: "--redis-url <url>";
    readonly kind: "redis_url";
    readonly description: "The Redis to keep sign-ins in.";
    readonly more: "For persist: redis, such as redis://localhost:6379.";
}];

/** A key in camel case, as messages show it after `--set`: `allow.unadvertisedPkce`. */
export declare function camelCase(key: string): string;

/**
 * Finds an option by its key, by its name in the library, or by one of its members, as in `authorization_params.prompt`. If
 * there is none, `meant` is the nearest option.
 */
export declare function findOption(name: string): {
    readonly option?: (AuthOption & {
        readonly key: AuthKey;
    }) | undefined;
    /** The member of an option that has any. */
    readonly member?: string | undefined;
    readonly meant?: string | undefined;
};

/**
 * Opens the store that `persist` names. The CLI keeps the sign-ins of the same server there too. Returns `undefined` if no store
 * is named; `createAuth` then uses its default, the keychain or else memory.
 *
 * The packages of a store are loaded only if it is named: `@fast-agent-auth/token-store-keyring` for the keychain,
 * `@fast-agent-auth/token-store-redis` and `@redis/client` for Redis.
 *
 * @throws TokenStoreError `unavailable` if these are not installed, `no_home` if there is no folder for files
 * @throws KeyringError if no keychain can be used
 * @example
 * const auth = createAuth(url, { ...toAuthOptions(settings), store: await openStore(settings) })
 */
export declare function openStore(settings: NamedStoreSettings): Promise<OpenedStore>;

export declare function openStore(settings: StoreSettings): Promise<OpenedStore | undefined>;

/**
 * The settings of a server, with each `key=value` of a command line put over its auth block. Keys and rules are those of an
 * auth block. To give a list, repeat its key.
 *
 * @throws ConfigError `invalid_value`
 */
export declare function overrideAuth(settings: ServerSettings, words: readonly string[]): ServerSettings;

/**
 * Finds and reads the configuration: the file of fast-agent with its secrets file, `.mcp.json` and `.vscode/mcp.json`. It
 * runs nothing and opens no other file, whatever these files say. A found file that others own or can write to is left out
 * with a warning; a named one is refused. A fault in one server is the `error` of that server, and is not thrown.
 *
 * @throws ConfigError `not_found`, `unreadable`, `unsafe_file`, `too_large`, `ambiguous` or `invalid_syntax`
 */
export declare function readConfig(options?: ReadConfigOptions): Promise<Config>;

/** The headers for requests to the MCP server. If OAuth is forced, headers with other credentials are left out. */
export declare function requestHeaders(settings: ServerSettings): Record<string, string>;

/**
 * The settings of a server, by its name.
 *
 * @throws ConfigError `unknown_server`, which names the nearest server and lists all; the server's own error if its
 * settings cannot be used
 */
export declare function serverSettings(config: Config, name: string): ServerSettings;

/** The options for `createAuth` of fast-agent-auth. Without an auth block there are none, so its defaults hold. */
export declare function toAuthOptions({ auth }: ServerSettings): SignInOptions;
