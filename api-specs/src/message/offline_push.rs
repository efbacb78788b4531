//! What a push shows to users that are offline.

use crate::{object, open_enum};

/// What a push shows and carries to a receiver that is offline (page 33527, read on 2026-11-24). It takes precedence
/// over what a custom element says. Apple takes at most 4 KB, so text and data should have at most 3 KB.
#[object]
pub struct OfflinePushInfo {
    /// Whether to send no push.
    #[wire("PushFlag")]
    pub push_flag: Option<bool>,
    /// The title, on iOS and Android.
    #[wire("Title")]
    pub title: Option<String>,
    /// The text, in place of that of the message's elements.
    #[wire("Desc")]
    pub desc: Option<String>,
    /// Data for the app; it has to be JSON to reach all Android vendors.
    #[wire("Ext")]
    pub ext: Option<String>,
    /// What is for Android alone.
    #[wire("AndroidInfo")]
    pub android_info: Option<AndroidInfo>,
    /// What is for iOS alone.
    #[wire("ApnsInfo")]
    pub apns_info: Option<ApnsInfo>,
}

/// How much attention a push asks for on Huawei and Honor phones.
#[open_enum]
pub enum Importance {
    /// Little.
    #[wire("LOW")]
    Low,
    /// As usual.
    #[wire("NORMAL")]
    Normal,
}

/// The part of a push that is for Android. Channels take precedence over those set in the console.
#[object]
pub struct AndroidInfo {
    /// Path of the sound file.
    #[wire("Sound")]
    pub sound: Option<String>,
    /// Channel on Huawei phones, from EMUI 10.0 on.
    #[wire("HuaWeiChannelID")]
    pub hua_wei_channel_id: Option<String>,
    /// Channel on Xiaomi phones, from MIUI 10 on.
    #[wire("XiaoMiChannelID")]
    pub xiao_mi_channel_id: Option<String>,
    /// Channel on OPPO phones, from Android 8.0 on.
    #[wire("OPPOChannelID")]
    pub oppo_channel_id: Option<String>,
    /// Channel on Google phones, from Android 8.0 on; only with an uploaded certificate.
    #[wire("GoogleChannelID")]
    pub google_channel_id: Option<String>,
    /// Whether vivo phones take the push for a system message, which is the default, or for an operational one.
    #[wire("VIVOClassification")]
    pub vivo_classification: Option<bool>,
    /// Importance on Huawei phones; normal if nothing is said.
    #[wire("HuaWeiImportance")]
    pub hua_wei_importance: Option<Importance>,
    /// Whether Huawei phones take the data for the parameter of the intent, not for its action.
    #[wire("ExtAsHuaweiIntentParam")]
    pub ext_as_huawei_intent_param: Option<bool>,
    /// Category on Huawei phones, in place of that set in the console.
    #[wire("HuaWeiCategory")]
    pub hua_wei_category: Option<String>,
    /// Whether to show the text large, on Huawei, Honor and OPPO phones. Known from the SDK of doocs alone.
    #[wire("PushStyle")]
    pub push_style: Option<bool>,
    /// Category on vivo phones, in place of that set in the console. Known from the SDK of doocs alone.
    #[wire("VIVOCategory")]
    pub vivo_category: Option<String>,
    /// URL of the small icon on Huawei phones, less than 512 KB. Known from the SDK of doocs alone.
    #[wire("HuaWeiImage")]
    pub hua_wei_image: Option<String>,
    /// URL of the small icon on Honor phones, less than 512 KB. Known from the SDK of doocs alone.
    #[wire("HonorImage")]
    pub honor_image: Option<String>,
    /// Importance on Honor phones; normal if nothing is said. Known from the SDK of doocs alone.
    #[wire("HonorImportance")]
    pub honor_importance: Option<Importance>,
    /// URL of the icon on Google phones, at most 1 MB. Known from the SDK of doocs alone.
    #[wire("GoogleImage")]
    pub google_image: Option<String>,
}

/// How a push interrupts, from iOS 15 on.
#[open_enum]
pub enum InterruptionLevel {
    /// It lights up the screen.
    #[wire("active")]
    Active,
    /// It sounds even if the phone is muted.
    #[wire("critical")]
    Critical,
    /// It only joins the list.
    #[wire("passive")]
    Passive,
    /// It comes through at once.
    #[wire("time-sensitive")]
    TimeSensitive,
}

/// The part of a push that is for iOS.
#[object]
pub struct ApnsInfo {
    /// The sound.
    #[wire("Sound")]
    pub sound: Option<String>,
    /// Whether to leave the number on the app's icon as it is.
    #[wire("BadgeMode")]
    pub badge_mode: Option<bool>,
    /// The title, in place of that for all.
    #[wire("Title")]
    pub title: Option<String>,
    /// The subtitle.
    #[wire("SubTitle")]
    pub sub_title: Option<String>,
    /// URL of an image, which the app downloads and shows.
    #[wire("Image")]
    pub image: Option<String>,
    /// Whether the app may change the push, from iOS 10 on.
    #[wire("MutableContent")]
    pub mutable_content: Option<bool>,
    /// How the push interrupts. Known from the SDK of doocs alone.
    #[wire("InterruptionLevel")]
    pub interruption_level: Option<InterruptionLevel>,
    /// Whether the push is silent; Apple advises at most three of these an hour. Known from the SDK of doocs alone.
    #[wire("ContentAvailable")]
    pub content_available: Option<bool>,
}
