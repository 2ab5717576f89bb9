//! A real Chromium, headless, driven over WebDriver: with scripts or without, light or dark, wide or narrow.
//!
//! One chromedriver serves the whole run on a port of its own and is ended with it. Without chromedriver the journeys
//! say that they are left out; where `CI` is set they fail instead, so that nobody takes a missing browser for a pass.

use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use thirtyfour::prelude::*;
use tokio::runtime::Runtime;

/// How a journey looks at the product.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Scripts run.
    pub scripts: bool,
    /// The system asks for dark colours.
    pub dark: bool,
    /// Width of the window in CSS pixels.
    pub width: u32,
    /// Height of the window.
    pub height: u32,
}

/// A desk: scripts on, light, 1440 wide.
pub const DESK: Look = Look { scripts: true, dark: false, width: 1440, height: 1000 };

/// Chromium makes no window narrower than this; below it the width is emulated.
const NARROWEST: u32 = 500;

struct Chromedriver {
    child: Child,
    port: u16,
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs a journey in a browser of its own. Returns false when there is no chromedriver and none is asked for.
pub fn browse<F>(look: Look, journey: F) -> bool
where
    F: AsyncFnOnce(&WebDriver) -> WebDriverResult<()>,
{
    let Some(chromedriver) = start() else {
        assert!(std::env::var_os("CI").is_none(), "chromedriver is missing: apt-get install chromium-driver");
        eprintln!("left out: no chromedriver on this machine");
        return false;
    };
    let runtime = Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let driver = WebDriver::new(format!("http://127.0.0.1:{}", chromedriver.port), capabilities(look))
            .await
            .expect("a browser");
        let outcome = journey(&driver).await;
        if outcome.is_err() {
            keep_picture(&driver).await;
        }
        driver.quit().await.expect("the browser ends");
        outcome.expect("the journey");
    });
    true
}

fn capabilities(look: Look) -> thirtyfour::ChromeCapabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    let size = format!("--window-size={},{}", look.width, look.height);
    let mut flags = vec![
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--hide-scrollbars",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--force-color-profile=srgb",
        size.as_str(),
    ];
    if look.dark {
        flags.push("--force-dark-mode");
        flags.push("--blink-settings=preferredColorScheme=0");
    }
    for flag in flags {
        capabilities.add_arg(flag).expect("a flag");
    }
    if look.width < NARROWEST {
        let phone = serde_json::json!({"deviceMetrics":
            {"width": look.width, "height": look.height, "pixelRatio": 1.0, "touch": false, "mobile": false}});
        capabilities.add_experimental_option("mobileEmulation", phone).expect("a phone's window");
    }
    if !look.scripts {
        let off = serde_json::json!({"profile.managed_default_content_settings.javascript": 2});
        capabilities.add_experimental_option("prefs", off).expect("the preference");
    }
    capabilities
}

/// Starts chromedriver on a free port, or returns none when it is not installed.
fn start() -> Option<Chromedriver> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let port = std::net::TcpListener::bind("127.0.0.1:0").ok()?.local_addr().ok()?.port();
    let child = Command::new("chromedriver")
        .arg(format!("--port={port}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut chromedriver = Chromedriver { child, port };
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if chromedriver.child.try_wait().ok()?.is_some() {
            return None;
        }
        std::thread::yield_now();
    }
    Some(chromedriver)
}

/// Keeps what was on the screen when a journey failed, beside the build's other output.
async fn keep_picture(driver: &WebDriver) {
    let path = std::env::temp_dir().join("kindred-failed-journey.png");
    if driver.screenshot(&path).await.is_ok() {
        eprintln!("the screen at the failure: {}", path.display());
    }
    if let Ok(source) = driver.source().await {
        let _ = std::fs::write(path.with_extension("html"), source);
    }
    if let Ok(url) = driver.current_url().await {
        eprintln!("the address at the failure: {url}");
    }
}
