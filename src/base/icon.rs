//! Every icon of the bundled family (Lucide, `assets/icons/lucide.ttf`), one glyph each.
//! To add one: subset the font again with it and add its row here.

macro_rules! icons {
    ($($variant:ident = $code:literal, $name:literal;)*) => {
        /// One picture of the icon font.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Icon { $($variant),* }

        impl Icon {
            /// Every icon, in alphabetical order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The icon's place in the font.
            pub const fn glyph(self) -> char {
                match self { $(Self::$variant => match char::from_u32($code) { Some(c) => c, None => ' ' }),* }
            }

            /// The icon's name in its family, as asset files write it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

icons! {
    Activity = 0xE038, "activity";
    AppWindow = 0xE426, "app-window";
    Archive = 0xE041, "archive";
    ArchiveRestore = 0xE2CD, "archive-restore";
    ArrowDown = 0xE042, "arrow-down";
    ArrowDownUp = 0xE046, "arrow-down-up";
    ArrowLeft = 0xE048, "arrow-left";
    ArrowLeftRight = 0xE24A, "arrow-left-right";
    ArrowRight = 0xE049, "arrow-right";
    ArrowUp = 0xE04A, "arrow-up";
    ArrowUpDown = 0xE37D, "arrow-up-down";
    ArrowUpRight = 0xE04D, "arrow-up-right";
    Award = 0xE04F, "award";
    BadgeCheck = 0xE241, "badge-check";
    Ban = 0xE051, "ban";
    Banknote = 0xE052, "banknote";
    Barcode = 0xE533, "barcode";
    Bed = 0xE2C1, "bed";
    Bell = 0xE059, "bell";
    BookOpen = 0xE05F, "book-open";
    Bookmark = 0xE060, "bookmark";
    Bot = 0xE1BB, "bot";
    Briefcase = 0xE062, "briefcase";
    BriefcaseBusiness = 0xE5D5, "briefcase-business";
    Building2 = 0xE290, "building-2";
    Calendar = 0xE063, "calendar";
    ChartColumn = 0xE2A3, "chart-column";
    ChartLine = 0xE2A5, "chart-line";
    ChartNoAxesColumn = 0xE068, "chart-no-axes-column";
    Check = 0xE06C, "check";
    ChevronDown = 0xE06D, "chevron-down";
    ChevronLeft = 0xE06E, "chevron-left";
    ChevronRight = 0xE06F, "chevron-right";
    ChevronUp = 0xE070, "chevron-up";
    ChevronsDownUp = 0xE228, "chevrons-down-up";
    ChevronsUpDown = 0xE211, "chevrons-up-down";
    Circle = 0xE076, "circle";
    CircleAlert = 0xE077, "circle-alert";
    CircleCheck = 0xE226, "circle-check";
    CircleDot = 0xE345, "circle-dot";
    CircleHelp = 0xE082, "circle-help";
    CirclePlus = 0xE081, "circle-plus";
    CircleSlash = 0xE402, "circle-slash";
    CircleX = 0xE084, "circle-x";
    Clipboard = 0xE085, "clipboard";
    ClipboardList = 0xE086, "clipboard-list";
    ClipboardPaste = 0xE3E8, "clipboard-paste";
    Clock = 0xE087, "clock";
    Cloud = 0xE088, "cloud";
    Columns3 = 0xE099, "columns-3";
    Command = 0xE09A, "command";
    Contrast = 0xE09D, "contrast";
    Copy = 0xE09E, "copy";
    CopyPlus = 0xE3FD, "copy-plus";
    CornerDownLeft = 0xE0A1, "corner-down-left";
    CreditCard = 0xE0AA, "credit-card";
    Database = 0xE0AD, "database";
    Diamond = 0xE2D2, "diamond";
    Download = 0xE0B2, "download";
    Ellipsis = 0xE0B6, "ellipsis";
    EllipsisVertical = 0xE0B7, "ellipsis-vertical";
    Expand = 0xE21A, "expand";
    ExternalLink = 0xE0B9, "external-link";
    Eye = 0xE0BA, "eye";
    EyeOff = 0xE0BB, "eye-off";
    File = 0xE0C0, "file";
    FilePlus = 0xE0C9, "file-plus";
    FileQuestionMark = 0xE322, "file-question-mark";
    FileSpreadsheet = 0xE326, "file-spreadsheet";
    FileText = 0xE0CC, "file-text";
    FileX = 0xE0CD, "file-x";
    Filter = 0xE0DC, "filter";
    Flag = 0xE0D1, "flag";
    Folder = 0xE0D7, "folder";
    FolderOpen = 0xE247, "folder-open";
    Frown = 0xE0DB, "frown";
    Fullscreen = 0xE534, "fullscreen";
    Gauge = 0xE1BF, "gauge";
    Gift = 0xE0E1, "gift";
    GitBranch = 0xE0E2, "git-branch";
    Globe = 0xE0E8, "globe";
    GripVertical = 0xE0EB, "grip-vertical";
    Hand = 0xE1D7, "hand";
    HandHelping = 0xE3B8, "hand-helping";
    Handshake = 0xE5C0, "handshake";
    Hash = 0xE0EF, "hash";
    Headphones = 0xE0F1, "headphones";
    Heart = 0xE0F2, "heart";
    HeartPulse = 0xE36E, "heart-pulse";
    History = 0xE1F5, "history";
    Hotel = 0xE3E2, "hotel";
    House = 0xE0F5, "house";
    IdCard = 0xE617, "id-card";
    Image = 0xE0F6, "image";
    Info = 0xE0F9, "info";
    Keyboard = 0xE284, "keyboard";
    Landmark = 0xE23A, "landmark";
    Laptop = 0xE1CD, "laptop";
    Layers = 0xE529, "layers";
    LayoutGrid = 0xE0FF, "layout-grid";
    Lightbulb = 0xE1C2, "lightbulb";
    Link = 0xE102, "link";
    List = 0xE106, "list";
    ListTree = 0xE408, "list-tree";
    LoaderCircle = 0xE10A, "loader-circle";
    Lock = 0xE10B, "lock";
    LogOut = 0xE10E, "log-out";
    Mail = 0xE10F, "mail";
    Mailbox = 0xE3D4, "mailbox";
    Map = 0xE110, "map";
    MapPin = 0xE111, "map-pin";
    Maximize2 = 0xE113, "maximize-2";
    Megaphone = 0xE235, "megaphone";
    Meh = 0xE114, "meh";
    MessageCircle = 0xE116, "message-circle";
    MessageSquare = 0xE117, "message-square";
    Mic = 0xE118, "mic";
    Minus = 0xE11C, "minus";
    Monitor = 0xE11D, "monitor";
    Moon = 0xE11E, "moon";
    MousePointer = 0xE11F, "mouse-pointer";
    MousePointer2 = 0xE1C3, "mouse-pointer-2";
    Move = 0xE121, "move";
    Newspaper = 0xE348, "newspaper";
    Package = 0xE129, "package";
    Palette = 0xE1DD, "palette";
    PanelBottom = 0xE42C, "panel-bottom";
    PanelLeft = 0xE12A, "panel-left";
    PanelRight = 0xE431, "panel-right";
    Pencil = 0xE1F9, "pencil";
    PencilLine = 0xE4F0, "pencil-line";
    Percent = 0xE132, "percent";
    Phone = 0xE133, "phone";
    Play = 0xE13C, "play";
    Plug = 0xE37F, "plug";
    Plus = 0xE13D, "plus";
    Power = 0xE140, "power";
    Presentation = 0xE4AE, "presentation";
    QrCode = 0xE1DF, "qr-code";
    Quote = 0xE239, "quote";
    Receipt = 0xE3D3, "receipt";
    Redo = 0xE143, "redo";
    Redo2 = 0xE2A0, "redo-2";
    RefreshCw = 0xE145, "refresh-cw";
    Repeat = 0xE146, "repeat";
    Reply = 0xE22A, "reply";
    Rocket = 0xE286, "rocket";
    RotateCcw = 0xE148, "rotate-ccw";
    Route = 0xE53E, "route";
    Rows3 = 0xE58A, "rows-3";
    Save = 0xE14D, "save";
    SaveAll = 0xE40F, "save-all";
    Scale = 0xE212, "scale";
    Scan = 0xE257, "scan";
    Scissors = 0xE14E, "scissors";
    Search = 0xE151, "search";
    Send = 0xE152, "send";
    Settings = 0xE154, "settings";
    ShieldCheck = 0xE1FF, "shield-check";
    ShoppingBag = 0xE15B, "shopping-bag";
    ShoppingCart = 0xE15C, "shopping-cart";
    Sigma = 0xE201, "sigma";
    Smartphone = 0xE163, "smartphone";
    Smile = 0xE164, "smile";
    Sparkles = 0xE412, "sparkles";
    Spline = 0xE38B, "spline";
    SplinePointer = 0xE64F, "spline-pointer";
    Split = 0xE440, "split";
    Square = 0xE167, "square";
    SquarePen = 0xE172, "square-pen";
    SquarePlus = 0xE173, "square-plus";
    Star = 0xE176, "star";
    Stethoscope = 0xE2F1, "stethoscope";
    StickyNote = 0xE303, "sticky-note";
    Store = 0xE3E4, "store";
    Sun = 0xE178, "sun";
    SwatchBook = 0xE59F, "swatch-book";
    Table = 0xE17D, "table";
    Tag = 0xE17F, "tag";
    Target = 0xE180, "target";
    TextCursorInput = 0xE265, "text-cursor-input";
    ThumbsUp = 0xE18A, "thumbs-up";
    Ticket = 0xE20F, "ticket";
    Trash2 = 0xE18E, "trash-2";
    TrendingDown = 0xE190, "trending-down";
    TrendingUp = 0xE191, "trending-up";
    Triangle = 0xE192, "triangle";
    TriangleAlert = 0xE193, "triangle-alert";
    Trophy = 0xE373, "trophy";
    Truck = 0xE194, "truck";
    Tv = 0xE195, "tv";
    Type = 0xE198, "type";
    Undo = 0xE19B, "undo";
    Undo2 = 0xE2A1, "undo-2";
    Unplug = 0xE45D, "unplug";
    Upload = 0xE19E, "upload";
    User = 0xE19F, "user";
    Users = 0xE1A4, "users";
    Video = 0xE1A5, "video";
    Wallet = 0xE204, "wallet";
    WifiOff = 0xE1AF, "wifi-off";
    Workflow = 0xE425, "workflow";
    Wrench = 0xE1B1, "wrench";
    X = 0xE1B2, "x";
    Zap = 0xE1B4, "zap";
    ZoomIn = 0xE1B6, "zoom-in";
    ZoomOut = 0xE1B7, "zoom-out";
}

impl Icon {
    /// The icon of that name, or `None` where the family here has no such picture.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|icon| icon.name() == name)
    }
}
