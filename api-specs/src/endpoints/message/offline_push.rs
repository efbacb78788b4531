//! The push to users that are offline.

use crate::{object, open_enum};

/// The push to a receiver that is offline (page 33527, read on 2026-11-24). It overrides the push of a custom element.
/// Text and data should have at most 3 KB, because Apple accepts at most 4 KB.
#[object]
pub struct OfflinePushInfo {
    /// `true` to send no push.
    pub push_flag: Option<bool>,
    /// The title, on iOS and Android.
    pub title: Option<String>,
    /// The text. It overrides the text of the elements of the message.
    pub desc: Option<String>,
    /// Data for the app. It must be JSON to reach all Android vendors.
    pub ext: Option<String>,
    /// The settings for Android.
    pub android_info: Option<AndroidInfo>,
    /// The settings for iOS.
    pub apns_info: Option<ApnsInfo>,
}

/// The importance of a push on Huawei and Honor phones.
#[open_enum]
pub enum Importance {
    /// Low importance.
    #[wire("LOW")]
    Low,
    /// Normal importance.
    #[wire("NORMAL")]
    Normal,
}

/// The settings of a push for Android. Channels override those of the console.
#[object]
pub struct AndroidInfo {
    /// The path of the sound file.
    pub sound: Option<String>,
    /// The channel on Huawei phones, from EMUI 10.0 on.
    #[wire("HuaWeiChannelID")]
    pub hua_wei_channel_id: Option<String>,
    /// The channel on Xiaomi phones, from MIUI 10 on.
    #[wire("XiaoMiChannelID")]
    pub xiao_mi_channel_id: Option<String>,
    /// The channel on OPPO phones, from Android 8.0 on.
    #[wire("OPPOChannelID")]
    pub oppo_channel_id: Option<String>,
    /// The channel on Google phones, from Android 8.0 on. Only with an uploaded certificate.
    #[wire("GoogleChannelID")]
    pub google_channel_id: Option<String>,
    /// `true` if the push is a system message on vivo phones, which is the default. `false` if it is an operational
    /// one.
    #[wire("VIVOClassification")]
    pub vivo_classification: Option<bool>,
    /// The importance on Huawei phones. Defaults to normal.
    pub hua_wei_importance: Option<Importance>,
    /// `true` to use the data as the parameter of the intent on Huawei phones, not as its action.
    pub ext_as_huawei_intent_param: Option<bool>,
    /// The category on Huawei phones. It overrides that of the console.
    pub hua_wei_category: Option<String>,
    /// `true` to show the text large on Huawei, Honor and OPPO phones. Known only from the SDK of doocs.
    pub push_style: Option<bool>,
    /// The category on vivo phones. It overrides that of the console. Known only from the SDK of doocs.
    #[wire("VIVOCategory")]
    pub vivo_category: Option<String>,
    /// The URL of the small icon on Huawei phones, less than 512 KB. Known only from the SDK of doocs.
    pub hua_wei_image: Option<String>,
    /// The URL of the small icon on Honor phones, less than 512 KB. Known only from the SDK of doocs.
    pub honor_image: Option<String>,
    /// The importance on Honor phones. Defaults to normal. Known only from the SDK of doocs.
    pub honor_importance: Option<Importance>,
    /// The URL of the icon on Google phones, at most 1 MB. Known only from the SDK of doocs.
    pub google_image: Option<String>,
}

/// The interruption level of a push, from iOS 15 on.
#[open_enum]
pub enum InterruptionLevel {
    /// The push lights up the screen.
    #[wire("active")]
    Active,
    /// The push plays its sound even if the phone is muted.
    #[wire("critical")]
    Critical,
    /// The push is only added to the list.
    #[wire("passive")]
    Passive,
    /// The push is shown immediately.
    #[wire("time-sensitive")]
    TimeSensitive,
}

/// The settings of a push for iOS.
#[object]
pub struct ApnsInfo {
    /// The sound.
    pub sound: Option<String>,
    /// `true` to leave the number on the app's icon unchanged.
    pub badge_mode: Option<bool>,
    /// The title on iOS. It overrides the general title.
    pub title: Option<String>,
    /// The subtitle.
    pub sub_title: Option<String>,
    /// The URL of an image, which the app downloads and shows.
    pub image: Option<String>,
    /// `true` to let the app change the push, from iOS 10 on.
    pub mutable_content: Option<bool>,
    /// The interruption level. Known only from the SDK of doocs.
    pub interruption_level: Option<InterruptionLevel>,
    /// `true` to send a silent push. Apple advises at most three of these per hour. Known only from the SDK of doocs.
    pub content_available: Option<bool>,
}
