/** Where it is asked about emotes and people: the simulator, or the real providers, with the user's own Twitch application. */
export function toProviderEnv(simulatorUrl: string | undefined): Record<string, string> {
  if (simulatorUrl === undefined)
    return Object.fromEntries(
      ['EMOTIDE_TWITCH_CLIENT_ID', 'EMOTIDE_TWITCH_CLIENT_SECRET'].flatMap((name) => {
        const value = process.env[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
  const socketUrl = simulatorUrl.replace('http', 'ws');
  return {
    EMOTIDE_TWITCH_CLIENT_ID: 'simulatedclient',
    EMOTIDE_TWITCH_CLIENT_SECRET: 'simulatedsecret',
    EMOTIDE_TWITCH_AUTH_URL: `${simulatorUrl}/oauth2`,
    EMOTIDE_HELIX_URL: `${simulatorUrl}/helix`,
    EMOTIDE_BTTV_URL: `${simulatorUrl}/bttv/3`,
    EMOTIDE_BTTV_SOCKET_URL: `${socketUrl}/bttv/ws`,
    EMOTIDE_FFZ_URL: `${simulatorUrl}/ffz/v1`,
    EMOTIDE_SEVENTV_URL: `${simulatorUrl}/7tv/v3`,
    EMOTIDE_SEVENTV_EVENTS_URL: `${socketUrl}/7tv/events/v3`,
  };
}
