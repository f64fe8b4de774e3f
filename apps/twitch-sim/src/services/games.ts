/** A category that people stream in. */
export interface Game {
  readonly id: string;
  readonly name: string;
}

/** The best known ones with their real ids. */
export const GAMES: readonly Game[] = [
  { id: '509658', name: 'Just Chatting' },
  { id: '21779', name: 'League of Legends' },
  { id: '516575', name: 'VALORANT' },
  { id: '32982', name: 'Grand Theft Auto V' },
  { id: '27471', name: 'Minecraft' },
  { id: '33214', name: 'Fortnite' },
  { id: '29595', name: 'Dota 2' },
  { id: '511224', name: 'Apex Legends' },
  { id: '26936', name: 'Music' },
  { id: '509660', name: 'Art' },
];
