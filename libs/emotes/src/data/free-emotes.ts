import type { EmoteId } from '@emotide/domain';
import { readIdNames } from './id-names';

/**
 * Where it is known from that an emote costs nothing:
 * - `HELIX_GLOBAL_2025`: Twitch's "Get Global Emotes", 309 emotes in January 2025 (as kept by
 *   kwaschny/Twitch-VOD-Offline-Viewer 203890b0)
 * - `GLOBAL_2018`: the globals of 2018 (as listed by jmshi/twitch-emotes 9306a89)
 * - `SMILEY`: sets 0, 33 and 42, which every account has or can choose (as numbered by Chatterino)
 */
export type FreeSource = 'HELIX_GLOBAL_2025' | 'GLOBAL_2018' | 'SMILEY';

export interface FreeEmote {
  readonly id: EmoteId;
  /** One spelling; smilies have more. */
  readonly name: string;
  readonly sources: readonly FreeSource[];
}

/** Global in 2018 and in 2025. `id=name`, as in all lists here. */
const EVER_GLOBAL = String.raw`
15=JKanStyle 16=OptimizePrime 17=StoneLightning 18=TheRinger 22=RedCoat 25=Kappa 26=JonCarnage
28=MrDestructoid 30=BCWarrior 32=GingerPower 33=DansGame 34=SwiftRage 36=PJSalt 40=KevinTurtle 41=Kreygasm
46=SSSsss 47=PunchTrees 50=ArsonNoSexy 52=SMOrc 65=FrankerZ 66=OneHand 69=BloodTrail 73=DBstyle 74=AsianGlow
86=BibleThump 87=ShazBotstix 92=PMSTwin 244=FUNgineer 245=ResidentSleeper 354=4Head 357=HotPokket
360=FailFish 973=DAESuppy 1896=WholeWheat 1898=ThunBeast 1899=TF2John 1900=RalpherZ 1901=Kippa 1902=Keepo
1904=BigBrother 1906=SoBayed 3412=PeoplesChamp 3632=GrammarKing 3668=PanicVis 3792=ANELE 4057=BrokeBack
4240=PipeHype 4337=YouWHY 4338=RitzMitz 4339=EleGiggle 7427=TheThing 20225=HassaanChop 22639=BabyRage
22998=panicBasket 27509=PermaSmug 27602=BuddhaBar 28087=WutFace 28328=PRChase 30134=Mau5 30259=HeyGuys
34875=NotATK 35063=mcaT 38436=TTours 38586=PraiseIt 49106=CorgiDerp 51838=ArgieB8 52492=ShadyLulu
55338=KappaPride 58127=CoolCat 58135=DendiFace 58765=NotLikeThis 62833=riPepperonis 62834=duDudu
62835=bleedPurple 62836=twitchRaid 64138=SeemsGood 68856=MingLee 70433=KappaRoss 74510=KappaClaus
81103=OhMyDog 81248=OSFrog 81249=SeriousSloth 81273=KomodoHype 81274=VoHiYo 81636=MikeHogu 81997=KappaWealth
84608=cmonBruh 89945=SmoocherZ 90075=NomNom 90076=StinkyCheese 90129=ChefFrank 98562=FutureMan 100590=OpieOP
102242=DoritosChip 102556=PJSugar 106293=VoteYea 106294=VoteNay 107030=RuleFive 110734=DxCat 111119=TinyFace
111300=PicoMause 111351=TheTarFu 111700=DatSheffy 111792=UnSane 112288=copyThis 112289=pastaThat
112290=imGlitch 112291=GivePLZ 112292=TakeNRG 114738=BlargNaut 114835=DogFace 114836=Jebaited
114846=TooSpicy 114847=WTRuck 114856=UncleNox 114870=RaccAttack 114876=StrawBeary 115075=PrimeMe
115233=BrainSlug 115234=BatChest 116625=CurseLit 117484=Poooound 117701=FreakinStinkin 118772=SuperVinlin
120232=TriHard 123171=CoolStoryBob 133468=ItsBoshyTime 133537=KAPOW 134254=YouDontSay 134255=UWot
134256=RlyTho 135393=PartyTime 138325=NinjaGrumpy 142140=MVGame 143490=TBAngel 145315=TheIlluminati
156787=MorphinTime 160392=ThankEgg 160394=BegWan 160395=BigPhish 160396=InuyoFace 160397=Kappu 160400=KonCha
160401=PunOko 160402=SabaPing 160403=TearGlove 160404=TehePelo 166263=TwitchLit 166266=CarlSmile
191313=CrreamAwk 191762=Squid1 191763=Squid2 191764=Squid3 191767=Squid4 196892=TwitchUnity
323914=TPcrunchyroll 376765=EntropyWins 425618=LUL 425671=PowerUpR 425688=PowerUpL 444572=HSCheers
446979=HSWP 461298=DarkMode 479745=TwitchVotes 508650=TPFufun 626795=FBtouchdown 724216=PopCorn
864205=TombRaid 959018=EarthDay 965738=PartyHat 1003187=MercyWing1 1003189=MercyWing2 1003190=PinkMercy`;

/** Global in 2025, not in 2018. */
const NEW_GLOBAL = String.raw`
1220086=TwitchRPG 1290325=MaxLOL 1441261=FBRun 1441271=FBPass 1441273=FBSpiral 1441276=FBBlock
1441281=FBCatch 1441285=FBChallenge 1441289=FBPenalty 1547903=PixelBob 1584743=GunRun 1713813=HolidayCookie
1713816=HolidayLog 1713819=HolidayPresent 1713822=HolidaySanta 1713825=HolidayTree 2113050=SoonerLater
300116344=TwitchSings 300116349=SingsMic 300116350=SingsNote 301428702=BOP 301696583=VirtualHug
302426269=ExtraLife 302537250=BlackLivesMatter 302628600=FootBall 302628613=FootYellow 302628617=FootGoal
304486301=GlitchCat 304486324=StinkyGlitch 304489128=GlitchLit 304489309=GlitchNRG 305954156=PogChamp
307827267=AsexualPride 307827313=BisexualPride 307827321=GayPride 307827326=GenderFluidPride
307827332=IntersexPride 307827340=LesbianPride 307827356=NonbinaryPride 307827370=PansexualPride
307827377=TransgenderPride emotesv2_031bf329c21040a897d55ef471da3dd3=Jebasted
emotesv2_0be25a1663bd472495b91e0302cec166=MechaRobot
emotesv2_0cb91e8a01c741fe9d4a0607f70395db=FlawlessVictory emotesv2_0ebc590ba68447269831af61d8bc9e0d=RyuChamp
emotesv2_13b6dd7f3a3146ef8dc10f66d8b42a96=TwitchConHYPE emotesv2_1f524be9838146e3bc9e529c17f797d3=NiceTry
emotesv2_1fda4a1b40094c93af334f8b60868a7c=WhySoSerious emotesv2_2734f1a85677416a9d8f846a2d1b4721=FallCry
emotesv2_291135bb36d24d33bf53860128b5095c=Getcamped emotesv2_30050f4353aa4322b25b6b044703e5d1=PogBones
emotesv2_4acac638cffb4db49f376059f7077dae=CaitlynS emotesv2_4c39207000564711868f3196cc0a8748=PoroSad
emotesv2_535e40afa0b34a9481997627b1b47d96=HungryPaimon emotesv2_53f6a6af8b0e453d874bbefee49b3e73=NewRecord
emotesv2_5d523adb8bbb4786821cd7091e47da21=PopNemo emotesv2_665235901db747b1bd395a5f1c0ab8a9=Lechonk
emotesv2_6e599213ae7042c48690a828d74ad8ff=GalaxyUnpacked emotesv2_7c5d25facc384c47963d25a5057a0b40=KEKHeim
emotesv2_7f9b025d534544afaf679e13fbd47b88=FallHalp emotesv2_819621bcb8f44566a1bd8ea63d06c58f=Shush
emotesv2_89f3f0761c7b4f708061e9e4be3b7d17=FamilyMan emotesv2_8b0ac3eee4274a75868e3d0686d7b6f7=HarleyWink
emotesv2_a25ad7124e584c949e2f63917e3d747a=PikaRamen emotesv2_a2dfbbbbf66f4a75b0f53db841523e6c=ModLove
emotesv2_adfadf0ae06a4258adc865761746b227=LionOfYara emotesv2_b0c6ccb3b12b4f99a9cc83af365a09f1=ImTyping
emotesv2_c0c9c932c82244ff920ad2134be90afb=MyAvatar emotesv2_c1f4899e65cf4f53b2fd98e15733973a=GoldPLZ
emotesv2_d9567e500d78441793bee538dcabc1da=DarkKnight emotesv2_db3385fb0ea54913bf58fa5554edfdf2=ForSigmar
emotesv2_dcd06b30a5c24f6eb871e8f5edbd44f7=DinoDance emotesv2_dee4ecfb7f0940bead9765da02c57ca9=FallWinning
emotesv2_e02650251d204198923de93a0c62f5f5=PotFriend emotesv2_e41e4d6808224f25ae1fb625aa26de63=GoatEmotey
emotesv2_ecb0bfd49b3c4325864b948d46c8152b=LaundryBasket emotesv2_f202746ed88f4e7c872b50b1f7fd78cc=PizzaTime
emotesv2_fcbeed664f7c47d6ba3b57691275ef51=SUBprise`;

/** Global in 2018, no longer in 2025. */
const OLD_GLOBAL = String.raw`
48=FunRun 68=HassanChop 88=PogChamp 46881=HumbleLife 110785=DrinkPurple 134472=SoonerLater 153556=BlessRNG
160393=ArigatoNas 191747=TwitchRPG 530888=RedTeam 530890=GreenTeam 551865=HappyJack 551866=AngryJack
624501=PurpleStar 848256=SOTshark 848260=SOTahoy 918524=OSSmooth 953283=GOWAtreus 953285=GOWKratos
1064987=BisexualPride 1064988=LesbianPride 1064991=GayPride 1064995=TransgenderPride`;

/** Smilies that Helix lists as global. */
const GLOBAL_SMILEY = String.raw`
1=:) 2=:( 3=:D 4=>( 5=:| 6=O_o 7=B) 8=:O 9=<3 10=:/ 11=;) 12=:P 13=;P 14=R) 555555557=:-) 555555558=:(
555555559=:-( 555555560=:D 555555561=:-D 555555562=>( 555555563=:| 555555564=:-| 555555565=:z 555555566=:-z
555555567=:Z 555555568=:-Z 555555569=O_o 555555570=O.o 555555571=O_O 555555572=O.O 555555573=o_O
555555574=o.O 555555575=o_o 555555576=o.o 555555577=B) 555555578=B-) 555555579=8-) 555555580=:O
555555581=:-O 555555582=:o 555555583=:-o 555555584=<3 555555585=:/ 555555586=:-/ 555555587=:\ 555555588=:-\
555555589=;) 555555590=;-) 555555591=:P 555555592=:-P 555555593=:p 555555594=:-p 555555595=;P 555555596=;-P
555555597=;p 555555598=;-p 555555599=R) 555555600=R-)`;

/** Smilies that it does not list: other drawings (robots, purple) and other spellings. */
const OTHER_SMILEY = String.raw`
433=:/ 434=:( 436=:O 439=;) 441=B) 443=:D 444=:| 445=<3 483=<3 484=R) 485=#/ 486=:> 487=<] 488=:7 489=:(
490=:P 491=;P 492=:O 493=:/ 494=:| 495=:s 496=:D 497=O_o 498=>( 499=:) 500=B) 501=;) 555555601=>(
555555603=:-/ 555555604=:\ 555555605=:-\ 555555607=:-( 555555608=R) 555555611=:-O 555555612=:o 555555613=:-o
555555614=O_o 555555622=:P 555555623=:-P 555555624=:p 555555625=:-p 555555627=;-) 555555628=:) 555555629=:-)
555555632=8-) 555555633=;P 555555634=;-P 555555635=;p 555555636=;-p 555555638=:-D 555555640=:-| 555555641=:z
555555642=:-z 555555643=:Z 555555644=:-Z 555555660=:-( 555555662=:-P 555555663=:p 555555664=:-p
555555666=;-P 555555667=;p 555555668=;-p 555555670=:-O 555555671=:o 555555672=:-o 555555674=:-/ 555555675=:\
555555676=:-\ 555555678=:-| 555555679=:z 555555680=:-z 555555681=:Z 555555682=:-Z 555555688=:-D
555555701=;-)`;

const LISTS: readonly (readonly [string, readonly FreeSource[]])[] = [
  [EVER_GLOBAL, ['HELIX_GLOBAL_2025', 'GLOBAL_2018']],
  [NEW_GLOBAL, ['HELIX_GLOBAL_2025']],
  [OLD_GLOBAL, ['GLOBAL_2018']],
  [GLOBAL_SMILEY, ['HELIX_GLOBAL_2025', 'SMILEY']],
  [OTHER_SMILEY, ['SMILEY']],
];

/** The 407 native emotes that cost nothing, each id once. */
export function listFreeEmotes(): readonly FreeEmote[] {
  return LISTS.flatMap(([list, sources]) => readIdNames(list).map((emote) => ({ ...emote, sources })));
}
