import { shippedTheme, type ShippedTheme } from './shipped-theme';

const TWITCH_BLOG = 'blog.twitch.tv, 11 and 29 June 2018';
const EMOTES_2018 = 'github.com/jmshi/twitch-emotes, data/world_cup.json @9306a89';
const HELIX =
  'Helix "Get Global Emotes", January 2025, as kept by github.com/kwaschny/Twitch-VOD-Offline-Viewer @203890b0';
const STILLEBOT = 'github.com/Rosuav/StilleBot, modules/http/checklist.pike @7ce94233';
const SUPIBOT = 'github.com/Supinic/supibot, commands/emotecheck/emote-sets.json @b6778945';
const CHAT = 'ids seen in chat';

/**
 * Sets of emotes that Twitch gave out together: names, days and ids are facts from the sources named at each.
 *
 * `ids` are `id=name`; `names` are emotes whose id no source tells: they are matched by name until traffic shows the
 * id and it is pinned.
 */
export const SHIPPED_THEMES: readonly ShippedTheme[] = [
  shippedTheme({
    slug: 'world-cup-2018',
    name: 'World Cup 2018 Footies',
    days: [['2018-06-11', '2018-07-15']],
    obtained: 'by cheering, alone or given as a present; CupFooty stayed for good',
    unlockRule: 'LIST_EVENT',
    ids: `
      1120102=PogFooty 1077948=HRFooty 1120079=OuchFooty 1077098=TacticsFooty 1077975=ENFooty
      1077094=RedFooty 1077121=LoveFooty 1077118=ThumpFooty 1077112=HappyFooty 1077122=FailFooty
      1077837=FRFooty 1077090=RefFooty 1120073=YellowFooty 1120088=BeepFooty`,
    names: 'CupFooty',
    sources: [EMOTES_2018, TWITCH_BLOG, STILLEBOT],
  }),
  shippedTheme({
    slug: 'pride-2019',
    name: 'Pride 2019',
    days: [['2019-06-01', '2019-06-30']],
    obtained: 'by chance, while watching streams',
    unlockRule: 'LIST_EVENT',
    ids: '',
    names: `
      PrideAsexual PrideBalloons PrideBisexual PrideCheers PrideFlag PrideGasp PrideGive PrideHi
      PrideLesbian PrideLionChomp PrideLionHey PrideLionYay PridePan PrideParty PrideSaba PrideShine
      PrideTake PrideTrans PrideWingL PrideWingR`,
    sources: [SUPIBOT],
  }),
  shippedTheme({
    slug: 'food-fight',
    name: 'Food Fight',
    days: [['2019-08-22', '2019-09-02']],
    obtained: 'when somebody in the channel cheered much or gave subscriptions',
    unlockRule: 'LIST_EVENT',
    ids: '',
    names: `
      FightBagel FightBerry FightBox FightBurger FightCC FightCake FightCheese FightChips
      FightCookie FightCorn FightCup FightEgg FightFruit FightFry FightIce FightJello FightMash
      FightNacho FightPBJ FightPC FightPepper FightPie FightPizza FightPop FightPudding FightRamen
      FightSalad FightSardine FightSmoothie FightSmore FightSoda FightSoup FightSpag FightSub
      FightTomato`,
    sources: [SUPIBOT],
  }),
  shippedTheme({
    slug: 'rpg',
    name: 'RPG',
    days: [['2019-10-04', '2019-10-18']],
    obtained: 'when somebody in the channel cheered much or gave subscriptions',
    unlockRule: 'LIST_EVENT',
    ids: '300904288=RPGFei 300904285=RPGEmpty',
    names: `
      RPGFireball RPGYonger RPGTreeNua RPGOops RPGStaff RPGAyaya RPGGhosto RPGHP RPGBukka
      RPGBukkaNoo RPGEpicSword RPGShihu RPGPhatLoot RPGEpicStaff RPGMana RPGSeven`,
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'hahahalidays',
    name: 'HAHAHAlidays',
    days: [['2019-12-03', '2020-01-03']],
    obtained: 'through subscriptions and cheers',
    unlockRule: 'LIST_EVENT',
    ids: `
      301108063=HahaNutcracker 301108075=HahaGoose 301108084=HahaBaby 301114312=HahaNyandeer
      301108078=HahaGingercat 301108057=HahaPoint 301108081=HahaElf 301108048=HahaReindeer
      301108037=HahaSweat 301108047=HahaShrugLeft 301108046=HahaShrugMiddle 301108045=HahaShrugRight
      301108013=HahaThisisfine 301108068=HahaLean 301112663=HahaDreidel 301108032=HahaThink
      301108083=HahaCat 301108011=HahaTurtledove 301108041=HahaSleep 301112670=Haha2020
      301112669=HahaBall 301108082=HahaDoge 301108072=HahaHide`,
    names: 'HahaPresent HahaSnowhal',
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'streamerluv',
    name: 'StreamerLuv',
    days: [['2020-01-30', '2020-02-16']],
    obtained: 'through subscriptions and cheers',
    unlockRule: 'LIST_EVENT',
    ids: '',
    names: `
      LuvBrownL LuvHearts LuvBlondeR LuvUok LuvOops LuvSign LuvPeekL LuvPeekR LuvCool LuvSnooze
      LuvBlush LuvBrownR LuvGift LuvBlondeL`,
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'pride-2020',
    name: 'Pride 2020',
    days: [['2020-06-01', '2020-06-30']],
    obtained: 'by chance, while watching streams',
    unlockRule: 'LIST_EVENT',
    ids: '',
    names: `
      PrideCrown PrideCute PrideDragon PrideFloat PrideFlower PrideHeartL PrideHeartR PrideHeyyy
      PrideKoala PrideLGBTea PrideLaugh PrideLion PrideLove PridePaint PridePenguin PridePog
      PrideRhino PrideRise PrideShrug PrideStrong PrideToucan PrideUnicorn PrideUwu PrideWave
      PrideWorld`,
    sources: [SUPIBOT],
  }),
  shippedTheme({
    slug: 'hyper-scape',
    name: 'Hyper Scape',
    days: [['2020-08-17', '2020-08-31']],
    obtained: 'through subscriptions and cheers',
    unlockRule: 'LIST_EVENT',
    ids: `
      303179136=HyperSlam 303179133=HyperReveal 303179131=HyperParkour 303179127=HyperMine
      303179126=HyperMayhem 303179121=HyperJump 303179119=HyperHex 303179118=HyperHaste
      303179116=HyperGravity 303179115=HyperCrown 303179122=HyperLost 303179114=HyperCrate
      303179112=HyperCooldown 303179111=HyperCheese`,
    names: 'HyperTiger',
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'celebrate-kpop',
    name: 'Celebrate KPOP',
    days: [['2020-10-19', '2020-10-30']],
    obtained: 'through subscriptions and cheers',
    unlockRule: 'LIST_EVENT',
    ids: `
      304047397=KPOPmerch 304047404=KPOPselfie 304047269=KPOPTT 303975434=KPOPlove 304047364=KPOPfan
      304047335=KPOPdance 303975379=KPOPglow 304047383=KPOPheart`,
    names: 'KPOPvictory KPOPcheer',
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'glitchcon',
    name: 'GlitchCon',
    days: [['2020-11-14', '2020-11-15']],
    obtained: 'by watching the event',
    unlockRule: 'LIST_EVENT',
    ids: '',
    names: 'AppaK EnlightenD FrankerCool KaWutGuys Samurai2077 TwitchGlitch',
    sources: [SUPIBOT],
  }),
  shippedTheme({
    slug: 'hindsight-2020',
    name: 'Hindsight 2020',
    days: [['2020-12-02', '2021-01-04']],
    obtained: 'through subscriptions and cheers, in two parts',
    unlockRule: 'LIST_EVENT',
    ids: `
      304573256=2020Party 304573264=2020Rivalry 304573272=2020SpeakUp 304822038=2020ByeGuys
      304821857=2020Drop 304821885=2020Partnered 304836436=2020Shhh 304822010=2020Shred
      304821979=2020Forward 304822046=2020Takeout 304822061=2020MaskUp 304836425=2020Victory
      304857015=2020Celebrate`,
    names: `
      2020Unroll 2020Suspicious 2020HomeWork 2020Gift 2020Capture 2020Surprise 2020Selfie
      2020Pajamas 2020Delivery 2020Glitchy 2020Unity 2020Snacking 2020Wish`,
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'h1z1',
    name: 'H1Z1',
    days: [['2017-08', '2017-08']],
    obtained: 'from loot crates of the game',
    unlockRule: 'LIST_EVENT',
    ids: '',
    names: 'H1BodyCount H1Deal H1Loot H1SkillGap H1Skull H1TwoTap',
    sources: [SUPIBOT],
  }),
  shippedTheme({
    slug: 'clappy',
    name: 'A year of clips',
    days: [['2017-05-24', '2017-05-31']],
    obtained: 'by making a clip in the week after clips turned one year old',
    unlockRule: 'LIST_EVENT',
    ids: '',
    names: 'Clappy ClappyDerp ClappyHype',
    sources: [SUPIBOT],
  }),
  shippedTheme({
    slug: 'holidays-2024',
    name: 'Holidays 2024',
    days: [],
    obtained: 'through shared chat in the holidays of 2024; the exact days are not known',
    unlockRule: 'LIST_EVENT',
    ids: `
      emotesv2_df1b3a19d9fc4bff81429afdfb46fff0=SSSsssplode
      emotesv2_0672054d322f4bd7a176b905b612810b=TreatCorn
      emotesv2_e1623767957941d3960a16bab644b53e=TrickCorn
      emotesv2_beda979b077141acaa5fb0196e52a544=LightsSwirl
      emotesv2_f1337249b2ac4482ad1a9318bf2018f2=LightsBlink
      emotesv2_2d3b718f2de34770ba2e61cfbc270a58=LightsTwinkle
      emotesv2_a7768ce4552c4a3abdd0404f556f958e=CatintheChat`,
    names: '',
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'hype-train-original',
    name: 'Hype Train original',
    days: [['2020-01', '2020-04']],
    obtained: 'in a Hype Train',
    unlockRule: 'LIST_HYPE_TRAIN',
    ids: '301205427=HypeOni6',
    names: `
      HypeBigfoot1 HypeBigfoot2 HypeBigfoot3 HypeBigfoot4 HypeBigfoot5 HypeBigfoot6 HypeGriffin1
      HypeGriffin2 HypeGriffin3 HypeGriffin4 HypeGriffin5 HypeGriffin6 HypeOni1 HypeOni2 HypeOni3
      HypeOni4 HypeOni5 HypeDragon1 HypeDragon2 HypeDragon3 HypeDragon4 HypeDragon5 HypeDragon6
      HypeUnicorn1 HypeUnicorn2 HypeUnicorn3 HypeUnicorn4 HypeUnicorn5 HypeUnicorn6`,
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'hype-train-set-two',
    name: 'Hype Train set two',
    days: [['2020-04', '2020-11']],
    obtained: 'in a Hype Train',
    unlockRule: 'LIST_HYPE_TRAIN',
    ids: `
      301739470=HypePeace 301739471=HypeBug 301739487=HypeBanana 301739494=HypeTeamwork
      301739502=HypePizza`,
    names: `
      HypeChimp HypeGhost HypeChest HypeFrog HypeCherry HypeSideeye HypeBrain HypeZap HypeShip
      HypeSign HypeYikes HypeRacer HypeCar HypeFirst HypeTrophy HypeBlock HypeDaze HypeBounce
      HypeJewel HypeBlob HypeLove HypePunk HypeKO HypePunch HypeFire`,
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'hype-train-set-three',
    name: 'Hype Train set three',
    days: [['2020-11', '2021-05']],
    obtained: 'in a Hype Train',
    unlockRule: 'LIST_HYPE_TRAIN',
    ids: `
      304420773=HypeFighter 304420921=HypeShield 304420811=HypeKick 304420886=HypeRIP
      304420784=HypeGG 304420869=HypeRanger 304420830=HypeMiss 304420797=HypeHit 304420791=HypeHeart
      304421037=HypeTarget 304421058=HypeWink 304420899=HypeRogue 304421062=HypeWut
      304420779=HypeGems 304420761=HypeCoin 304421025=HypeSneak 304420757=HypeCash
      304420723=HypeBard 304421042=HypeTune 304420909=HypeRun 304421067=HypeZzz 304420892=HypeRock
      304420806=HypeJuggle 304420826=HypeMage 304421049=HypeWho 304420818=HypeLol
      304420861=HypePotion 304420732=HypeBook 304420932=HypeSmoke`,
    names: 'HypeSwipe',
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'hype-train-set-four',
    name: 'Hype Train set four',
    days: [['2021-05', '2021-10']],
    obtained: 'in a Hype Train',
    unlockRule: 'LIST_HYPE_TRAIN',
    ids: `
      emotesv2_62199faa2ca34ea8a0f3567990a72a14=HypeHeh
      emotesv2_69a7806c6837428f82475e99677d2f78=HypeDoh
      emotesv2_a964a0cbae9348e6bd981bc714eec71d=HypeYum
      emotesv2_680c3aae688947d8b6067cff1a8bcdbe=HypeShame
      emotesv2_6a99bc2baae743099b23ed6ab07bc5c4=HypeHide
      emotesv2_d20a5e514e534288a1104b92c4f87834=HypeWow
      emotesv2_ea658eb2e9d54833a4518c6dcc196dc6=HypeTongue
      emotesv2_811afb48bceb4ccdbd3281c602d3e3cb=HypePurr
      emotesv2_994d515930a14e5396fd36d45e785d48=HypeOoh
      emotesv2_f045d9aa07d54961ab2ba77174305278=HypeBeard
      emotesv2_23f63a570f724822bb976f36572a0785=HypeEyes
      emotesv2_50e775355dbe4992a086f24ffaa73676=HypeHay
      emotesv2_fa2dad1f526b4c0a843d2cc4d12a7e06=HypeYesPlease
      emotesv2_22683be90477418fbc8e76e0cd91a4bd=HypeDerp
      emotesv2_164b5a252ea94201b7fcfcb7113fe621=HypeJudge
      emotesv2_5ade9654471d406994040073d80c78ac=HypeEars
      emotesv2_031719611d64458fb76982679a2d492a=HypeCozy
      emotesv2_d8271fc8f0264fdc9b1ac79051f75349=HypeYas
      emotesv2_2a3cd0373fe349cf853c058f10fae0be=HypeWant
      emotesv2_661e2889e5b0420a8bb0766dd6cf8010=HypeStahp
      emotesv2_0f5d26b991a44ffbb88188495a8dd689=HypeYawn
      emotesv2_19e3d6baefa5477caeaa238bf1b31fb1=HypeCreep
      emotesv2_dc24652ada1e4c84a5e3ceebae4de709=HypeDisguise
      emotesv2_f35caa0f5f3243b88cfbd85a3c9e69ff=HypeAttack
      emotesv2_a05d626acce9485d83fdfb02b6553826=HypeScream
      emotesv2_07dfbc3be2af4edea09217f6f9292b40=HypeSquawk
      emotesv2_e0d949b6afb94b01b608fb3ad3e08348=HypeSus
      emotesv2_be2e7ac3e077421da3526633fbbb9176=HypeHeyFriends
      emotesv2_ebc2e7675cdd4f4f9871557cfed4b28e=HypeMine
      emotesv2_d4a50cfaa51f46e99e5228ce8ef953c4=HypeShy`,
    names: '',
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'hype-train-set-five',
    name: 'Hype Train set five',
    days: [['2021-11', '2023-12']],
    obtained: 'in a Hype Train',
    unlockRule: 'LIST_HYPE_TRAIN',
    ids: `
      emotesv2_e7a6e7e24a844e709c4d93c0845422e1=HypeLUL
      emotesv2_e2a11d74a4824cbf9a8b28079e5e67dd=HypeCool
      emotesv2_036fd741be4141198999b2ca4300668e=HypeLove1
      emotesv2_3114c3d12dc44f53810140f632128b54=HypeSleep
      emotesv2_7d457ecda087479f98501f80e23b5a04=HypePat
      emotesv2_6d27dcab0df7442b88260a25d60bd807=HypeCozy1
      emotesv2_0457808073314f62962554c12ebb6b4d=HypeHands1
      emotesv2_8c40cd16027f48c0a70ac7b1fa1c397e=HypeHands2
      emotesv2_0330a84e75ad48c1821c1d29a7dadd4d=HypeFail
      emotesv2_9b68a8fa2f1d457496ac016b251e06b6=HypeHai
      emotesv2_9bcc622c0b2a48b180a159c25a2b8245=HypeNom
      emotesv2_f930e2f43d284c51a3eb02714360a331=HypeBoop
      emotesv2_08abf0cd0e78494a9da8a2315c3648f4=HypeBLEH
      emotesv2_ccc146905a694f3b8df390f55e34002a=HypeApplause
      emotesv2_4918bd32ff5b476f82bda49f3e958767=HypeRage
      emotesv2_7d01d1cf36b549098434c7a6e50a8828=HypeMwah
      emotesv2_43da115e6b6749828f7dee47d17dd315=HypeHuh
      emotesv2_73aba26793314019b5ff7a5643e52749=HypeSeemsGood
      emotesv2_663dbd72c3ae48c585ffd61f3c348fa9=HypeWave
      emotesv2_271ea48a09ca418baad2ea1f734ab09e=HypeReading
      emotesv2_1337536bcecf49f4bb9cd1a699341ee2=HypeShock
      emotesv2_8c1d964bd7e14fe1b8bd61d29ee0eb8c=HypeStress
      emotesv2_cdc7a602ee08462e81fb6cc0e3e8de61=HypeCry
      emotesv2_e029042dd623498d8b1e74e3ea472bea=HypeDerp1
      emotesv2_dd4f4f9cea1a4039ad3390e20900abe4=HypeCheer
      emotesv2_1630ff0e5ff34a808f4b25320a540ee7=HypeLurk
      emotesv2_7b8e74be7bd64601a2608c2ff5f6eb7a=HypePopcorn
      emotesv2_1885b5088372466b800789b02daf7b65=HypeEvil
      emotesv2_85a13cc47247425fa152b9292c4589a9=HypeAwww
      emotesv2_e920cae6f2d8401d8e15392b1a292fbb=HypeHype`,
    names: '',
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'hype-train-set-six',
    name: 'Hype Train set six',
    days: [
      ['2023-12', '2024-01'],
      ['2024-12', '2025-01'],
    ],
    obtained: 'in a Hype Train',
    unlockRule: 'LIST_HYPE_TRAIN',
    ids: `
      emotesv2_1de038c78b7b42a6813eec49203a03e9=HypeYummy
      emotesv2_0ed449060b1042a3886705a71878d95d=HypeKEKW
      emotesv2_5c7d8853101c4f1daf94bae1e6008f72=HypeNoods
      emotesv2_c280f4f1d638452eb457b245bbdc0626=HypeOho
      emotesv2_2ac008e6cefc423eb8a72388fe547eda=HypeHi
      emotesv2_75fbd37276e14b2da995d1495246a267=HypeChill
      emotesv2_9f4c19c52e444ef98bc0af5b61f95a2b=HypeMyHeart
      emotesv2_5c1d7a2705c341ac860915b706d51086=HypeWarm
      emotesv2_b520efa278fb4506971914f7d290f3f8=HypeFist
      emotesv2_ce3c1c5b380746cdbbdbd2915bef3710=HypeCries
      emotesv2_da473526a7ce4c2b9ff5b62f18f561b0=HypeGGEyes
      emotesv2_3a56169d4e0343a2ba72dd07e3aa8fb4=HypeAwh
      emotesv2_0264c8e0fe854a0a9486ffb30a46b1da=HypeElf
      emotesv2_15cb5689e3f64777b93c112fba0190ae=HypeDelight
      emotesv2_922c1f4705fa49d28b7439fac7d0ca03=HypeNotLikeSnow
      emotesv2_a002670712f54576acd0ce40e9015a12=HypePls
      emotesv2_eb3ae3548224414ea104de573aee4d91=HypeMelt
      emotesv2_5b7686be9f65488e9a5910965ef0ce38=HypeCocoa
      emotesv2_d026a0d9211e434fb153ba249c669d6b=HypeConfetti
      emotesv2_6c99e6a1d90c4e50a9f087ebeb659bbe=HypeSanta
      emotesv2_e621ef332af0497f91552c0efbfff0dd=HypePeek
      emotesv2_f721d941d14642e2b30de2e86fa28082=HypeOhDeer
      emotesv2_9c5840880c854913867fa2e5ffdc1f17=HypeUwu
      emotesv2_47d858d7a1e042a3bf72eab138351415=HypeLick`,
    names: 'HypeCute',
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'hype-train-set-seven',
    name: 'Hype Train set seven',
    days: [['2024-01', '2024-04']],
    obtained: 'in a Hype Train, as new editions of older themes',
    unlockRule: 'LIST_HYPE_TRAIN',
    ids: `
      304573264=2020Rivalry 304822038=2020ByeGuys 304857015=2020Celebrate 300354435=PrideWingR
      300354442=PrideWingL 304573256=2020Party 304822010=2020Shred 302303590=PrideUwu
      302303593=PrideLaugh 302303594=PrideCute 302303596=PridePog 302303599=PrideFloat`,
    names: `
      LuvPeekL LuvPeekR LuvBlush LuvHearts LuvSign HahaBall 2020Wish RPGAyaya HahaCat RPGGhosto
      2020Pajamas 2020Snacking 2020Glitchy`,
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'hype-train-set-eight',
    name: 'Hype Train set eight',
    days: [
      ['2024-05', '2024-12'],
      ['2025-01', null],
    ],
    obtained: 'in a Hype Train',
    unlockRule: 'LIST_HYPE_TRAIN',
    ids: `
      emotesv2_a3cdcbfcae9b41bb8215b012362eea35=FrogPonder
      emotesv2_7fa0ba50748c418d956afa59c2e94883=ChillGirl
      emotesv2_92d34a3642744c6bb540b091d3e9e9b0=ButtonMash
      emotesv2_bc2ca1d0a58b4731a9fc3432cb175c86=BatterUp
      emotesv2_692f743d3e7147068bb1ddf842f9b99d=GoodOne
      emotesv2_aa8db3de21e1465dab81bedfa47e29f2=MegaConsume
      emotesv2_e7c9f4491c9b44d68e41aff832851872=AGiftForYou
      emotesv2_3969f334f5a2425d9fad53daabb06982=KittyHype
      emotesv2_da6ee66bc259434085eb866429687941=DangerDance
      emotesv2_20a5c29af55240d4a276e0ffd828db3e=PersonalBest
      emotesv2_18479de9ad48456aab82a8c9e24e864b=HenloThere
      emotesv2_0d9792a1c8d3499cac7c2b517dc0f682=GimmeDat
      emotesv2_2a52b54c6fb04a6fbb6b9eb51fa8e0d0=MegaMlep
      emotesv2_91b3e913c6484fca894830ab953aa16b=RawkOut
      emotesv2_8120b15b9e054b31a200a5cb6cade4c7=FallDamage
      emotesv2_a83f8ade02cd4b37b8ae079584407c66=RedCard
      emotesv2_c3db311615df4ecb9e3be0c492fbfc8b=ApplauseBreak
      emotesv2_871fb6fa55d54fae8e807198c59e082f=TouchOfSalt
      emotesv2_3e61175d445245838665fff146bd2bb0=KittyLove
      emotesv2_8b79f878cfff4671ae0fb7522c69ea07=TurnUp
      emotesv2_1cce76af186d4022821e8e67bb367055=CatScare
      emotesv2_e8236afbc65347ebb4938c6507a78012=LateSave
      emotesv2_94736686188047bab48c9e2ca9666496=NoTheyDidNot
      emotesv2_cef4e35f8d134fbc8172fe622bc51bfe=BeholdThis
      emotesv2_1d68d57fa07a4636aa3325e95c85f19a=RaccoonPop
      emotesv2_f033a950174e447cb68a3380ed9da914=GoblinJam
      emotesv2_b13f48e4ca704d1cb13123631467616e=YouMissed
      emotesv2_c7aefc45412147b284273098a518c94b=GriddyGoose
      emotesv2_b308322f860543f78e046294a9614c68=CheersToThat
      emotesv2_827188949087491ab7d44ecfbfb4e58c=StirThePot
      emotesv2_bf888b2af57b4abd80653dff26768ae5=BleedPurpleHD
      emotesv2_132feb3980ee410e856244931d63fd31=HeyHeyGuys
      emotesv2_00659fc4ae6948a6b23585e83f62d477=PogChomp
      emotesv2_ae9328d25e4b424c8dd2af714045e538=KappaInfinite
      emotesv2_6d23a98b64ad45d9a9c78cb7e48908d6=DidIBreakIt`,
    names: '',
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'hype-train-set-nine',
    name: 'Hype Train set nine',
    days: [['2025-04', null]],
    obtained: 'in a Hype Train; columns were added in July, September and December 2025 and in May 2026',
    unlockRule: 'LIST_HYPE_TRAIN',
    ids: `
      emotesv2_3f209a93967a4f53909b3e83932eb883=SpillTheTea
      emotesv2_71276b021c024affa2a4ffab59d32c56=ThatsAServe
      emotesv2_fdd2673444124ccb95745918e6946ebc=WhosThisDiva
      emotesv2_bbbf6d16d9964fcbba2d965a7eea942f=ConfettiHype
      emotesv2_13d5639099e1418585e9f875415f06c2=FrogWow
      emotesv2_cb0e31f9b82742cb8757f64ec756b4e4=OhWow
      emotesv2_fdad2a52b6344d4ca34f56757de20ea0=EndlerLove
      emotesv2_8c5bc9cb160640c29423076da8cf692d=RespectfullyNo
      emotesv2_df29fd5cc4f8436a90c0f782d828b366=ThatsIconique
      emotesv2_2eb03cdc9a6240d4bf71d44bfbfdcbd3=HerMind
      emotesv2_44b6eb2a20e44887bb8b158869671619=ImSpiraling
      emotesv2_8993e3a680ab4e25b7136cf60e748fc9=LuvLuvLUV
      emotesv2_8b07ae4f1f004a339838a7147ef1f3e2=EpicClip
      emotesv2_fe033011e785496798e30cef29b1c9d7=GeorgieMarch
      emotesv2_9d63f5aa1af3476b86b9c20a6e747dc2=NoComment
      emotesv2_33cd123685f84ecb9899838472c55391=DownBad
      emotesv2_393644bfc50c49498152f75b56f0ce22=UghMood
      emotesv2_9c489ffe04e14791b1fc300872605ac1=ShyGhost
      emotesv2_0e665f51d8214e55a0c4656e4f690480=MeSweat
      emotesv2_d515e6c3d8064692a706bbdf4662b9a0=SoCinema
      emotesv2_daa7dff7413c49fba8f5429da76d8e76=ServalBop
      emotesv2_f47a86e7457e440ab3fff868b2d5186e=TheyAte
      emotesv2_2a1863780183434da7beeb7e9a42eb34=PlotTwist
      emotesv2_5e4904678f50485aaac4fca44f03b570=AnActualQueen
      emotesv2_6f8b5741535344bf947ae6eea28c56c7=LilTrickster
      emotesv2_2f0c7e17b0e54a229c89d8309512bf73=HiHand
      emotesv2_6f481718579c4314bc47a3321519315a=RageOut
      emotesv2_af8346ed03b7412a8f2190a6f3245b67=EmuLoad
      emotesv2_2789bf0b8a4346a6900f24265733439b=PackItUp
      emotesv2_84f6901b23f54c5fbd9cdcc0ba66cb93=InTheirBag
      emotesv2_a5df5c36d31640659aba8fe8641e0ba8=SpitTheTruth
      emotesv2_0b4f05960b5b473c98d61698edc0806a=PufferPop
      emotesv2_ef45742769dc4bcdbf92d1e11cacf211=IAmClap
      emotesv2_db69fc51205244758607e286d1894c8c=HonkShoe
      emotesv2_b052637fefd045fea52a7d7c68bb5d6c=WinnieHuh
      emotesv2_bf888b2af57b4abd80653dff26768ae5=BleedPurpleHD
      emotesv2_132feb3980ee410e856244931d63fd31=HeyHeyGuys
      emotesv2_00659fc4ae6948a6b23585e83f62d477=PogChomp
      emotesv2_ae9328d25e4b424c8dd2af714045e538=KappaInfinite
      emotesv2_3cef4c51d4aa45be822ee327f97650a0=ShouldICelebrate
      emotesv2_16862a2d50724c34b78499f3c094ce47=NeuroJAM
      emotesv2_c3134ab06c334403a7691d3ef58441d1=EvilJAM`,
    names: '',
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'pride',
    name: 'Pride',
    days: [],
    obtained: 'everybody has most of them; the rest came back with Hype Train set seven',
    unlockRule: null,
    ids: `
      307827377=TransgenderPride 307827370=PansexualPride 307827356=NonbinaryPride
      307827340=LesbianPride 307827332=IntersexPride 307827326=GenderFluidPride 307827321=GayPride
      307827313=BisexualPride 307827267=AsexualPride 55338=KappaPride 302303590=PrideUwu
      302303593=PrideLaugh 302303594=PrideCute 302303596=PridePog 302303599=PrideFloat
      300354442=PrideWingL 300354435=PrideWingR`,
    names: '',
    sources: [HELIX, STILLEBOT],
  }),
  shippedTheme({
    slug: 'holiday-global',
    name: 'Holidays',
    days: [],
    obtained: 'everybody has them',
    unlockRule: null,
    ids: `
      1713825=HolidayTree 1713822=HolidaySanta 1713819=HolidayPresent 1713816=HolidayLog
      1713813=HolidayCookie`,
    names: '',
    sources: [HELIX],
  }),
  shippedTheme({
    slug: 'football-global',
    name: 'Football',
    days: [],
    obtained: 'everybody has them',
    unlockRule: null,
    ids: '302628617=FootGoal 302628613=FootYellow 302628600=FootBall',
    names: '',
    sources: [HELIX],
  }),
  shippedTheme({
    slug: 'american-football-global',
    name: 'American football',
    days: [],
    obtained: 'everybody has them',
    unlockRule: null,
    ids: `
      1441289=FBPenalty 1441285=FBChallenge 1441281=FBCatch 1441276=FBBlock 1441273=FBSpiral
      1441271=FBPass 1441261=FBRun 626795=FBtouchdown`,
    names: '',
    sources: [HELIX],
  }),
  shippedTheme({
    slug: 'glitch',
    name: 'Glitch and purple',
    days: [],
    obtained: 'everybody has them',
    unlockRule: null,
    ids: `
      304489309=GlitchNRG 304489128=GlitchLit 304486324=StinkyGlitch 304486301=GlitchCat
      196892=TwitchUnity 112290=imGlitch 62835=bleedPurple`,
    names: '',
    sources: [HELIX],
  }),
  shippedTheme({
    slug: 'squid',
    name: 'Squid',
    days: [],
    obtained: 'everybody has them; four in a row make one squid',
    unlockRule: null,
    ids: '191762=Squid1 191763=Squid2 191764=Squid3 191767=Squid4',
    names: '',
    sources: [HELIX],
  }),
  shippedTheme({
    slug: 'twitchcon',
    name: 'TwitchCon',
    days: [],
    obtained: 'everybody has it',
    unlockRule: null,
    ids: 'emotesv2_13b6dd7f3a3146ef8dc10f66d8b42a96=TwitchConHYPE',
    names: '',
    sources: [HELIX],
  }),
  shippedTheme({
    slug: 'two-factor',
    name: 'Two-factor authentication',
    days: [],
    obtained: 'by turning on two-factor authentication',
    unlockRule: 'LIST_TWO_FACTOR',
    ids: '301544919=SirShield 301544923=SirMad 301544922=SirSword 301544924=SirSad',
    names: 'SirPrise',
    sources: [STILLEBOT, CHAT],
  }),
  shippedTheme({
    slug: 'turbo',
    name: 'Turbo',
    days: [],
    obtained: 'with Turbo',
    unlockRule: 'LIST_TURBO',
    ids: '',
    names: 'BagOfMemes FlipThis KappaHD MindManners MiniK PartyPopper ScaredyCat TableHere',
    sources: [STILLEBOT],
  }),
  shippedTheme({
    slug: 'prime',
    name: 'Prime',
    days: [],
    obtained: 'with Prime',
    unlockRule: 'LIST_PRIME',
    ids: '134251=PrimeYouDontSay 134252=PrimeUWot 134253=PrimeRlyTho',
    names: '',
    sources: [STILLEBOT],
  }),
];
