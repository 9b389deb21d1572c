//! Whether a graphics card draws the window, or the processor does a graphics card's work. Asks only what is safe to
//! ask: wgpu names its adapter; of OpenGL's driver, its threads and the devices that it would need tell enough.

use eframe::CreationContext;
use eframe::wgpu::DeviceType;

use crate::file::Renderer;

/// Starts of the names of drivers that draw with the processor: Mesa's two, Chrome's, and those of Windows.
const SOFTWARE: [&str; 5] = ["llvmpipe", "softpipe", "swiftshader", "gdi generic", "microsoft basic render"];
/// Starts of the names of graphics devices in `/dev` and `/dev/dri`: of the kernel's own drivers, NVIDIA, Windows
/// below Linux, Mali, Adreno, PowerVR.
const DEVICES: [&str; 7] = ["renderd", "nvidia", "nvhost", "dxg", "mali", "kgsl", "pvr"];

/// Whether [`super::SoftwarePainter`] should paint the window that is being created.
pub fn wants_software(choice: Renderer, creation: &CreationContext<'_>) -> bool {
    match choice {
        Renderer::Software => true,
        Renderer::Glow | Renderer::Wgpu => false,
        Renderer::Auto => match &creation.wgpu_render_state {
            Some(state) => {
                let adapter = state.adapter.get_info();
                adapter.device_type == DeviceType::Cpu || is_software(&adapter.name)
            }
            None => opengl_is_software(),
        },
    }
}

/// Whether a driver, an adapter or a driver's thread of that name draws with the processor.
fn is_software(name: &str) -> bool {
    let name = name.to_lowercase();
    SOFTWARE.iter().any(|start| name.starts_with(start))
}

/// Whether there is anything in a machine with these devices that could draw instead of the processor.
fn has_graphics_device<'a>(names: impl IntoIterator<Item = &'a str>) -> bool {
    names.into_iter().any(|name| DEVICES.iter().any(|start| name.to_lowercase().starts_with(start)))
}

/// Once there is a context. Mesa's software driver names its threads; on one processor core it starts none.
#[cfg(target_os = "linux")]
fn opengl_is_software() -> bool {
    let names = |folder: &str| -> Vec<String> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
    };
    let threads = names("/proc/self/task");
    let thread_name = |id: &String| std::fs::read_to_string(format!("/proc/self/task/{id}/comm")).ok();
    let devices = [names("/dev"), names("/dev/dri")].concat();
    threads.iter().filter_map(thread_name).any(|name| is_software(&name))
        || !has_graphics_device(devices.iter().map(String::as_str))
}

/// Elsewhere the OpenGL that egui needs comes with a graphics card; without one, wgpu takes over.
#[cfg(not(target_os = "linux"))]
fn opengl_is_software() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drivers_are_told_apart_by_their_names() {
        for (name, expected) in [
            ("llvmpipe (LLVM 15.0.6, 256 bits)", true),
            ("llvmpipe-0\n", true),
            ("softpipe", true),
            ("SwiftShader Device (LLVM 10.0.0)", true),
            ("GDI Generic", true),
            ("Microsoft Basic Render Driver", true),
            ("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", false),
            ("NVIDIA GeForce RTX 3060/PCIe/SSE2", false),
            ("AMD Radeon Graphics (radeonsi, renoir)", false),
            ("virgl", false),
            ("Apple M2", false),
            ("throughline\n", false),
            ("", false),
        ] {
            assert_eq!(is_software(name), expected, "{name:?}");
        }
    }

    #[test]
    fn a_machine_without_a_graphics_device_is_known_by_its_devices() {
        for (names, expected) in [
            (&["null", "tty0", "fb0"][..], false),
            // A screen without a graphics card behind it, as in many virtual machines.
            (&["null", "dri", "card0"], false),
            (&["dri", "card0", "renderD128"], true),
            (&["null", "nvidia0", "nvidiactl"], true),
            (&["dxg"], true),
            (&["mali0"], true),
        ] {
            assert_eq!(has_graphics_device(names.iter().copied()), expected, "{names:?}");
        }
    }
}
