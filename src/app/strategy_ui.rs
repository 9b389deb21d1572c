//! The dialog of what holds for the project as a whole: the kind of business, and the brand sheet that every channel
//! should keep to.

use std::sync::Arc;

use egui::{Context, CornerRadius, RichText, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::color_ui::color_button;
use super::evidence::PictureFor;
use super::inspector::{combo, text_area, value_line};
use super::modal_ui::{editing_foot, framed_modal, paragraph};
use super::request::{Request, Requests};
use super::style::color32;
use super::widgets::{Emphasis, IconButton, field, section};
use super::workspace::Workspace;
use crate::base::number::Unit;
use crate::base::{Color, Icon};
use crate::edit::{Edit, StrategyChange};
use crate::import::typed::parse_value;
use crate::model::{BrandPart, BusinessModel, Money, Strategy};
use crate::render::egui::paint_picture;

const WIDTH: f32 = 640.0;

/// Draws the dialog.
pub fn strategy_ui(ctx: &Context, workspace: &Workspace, requests: &mut Requests) {
    let project = workspace.document.project();
    let strategy = &project.strategy;
    let shown = framed_modal(ctx, workspace, "strategy", WIDTH, |ui| {
        ui.heading("Brand and business");
        paragraph(
            ui,
            workspace,
            "What holds for every journey of this project. The insights check the maps against it.",
        );
        section(ui, &workspace.theme, "Business", |_| {});
        business_ui(ui, workspace, strategy, requests);
        section(ui, &workspace.theme, "Brand sheet", |ui| {
            let said = BrandPart::ALL.len() - strategy.brand.lacks().count();
            let text = RichText::new(format!("{said} of {}", BrandPart::ALL.len()));
            let text = text.size(workspace.theme.window.small_text).color(color32(workspace.theme.color.muted));
            ui.label(text).on_hover_text("Parts of which something is said");
        });
        logo_ui(ui, workspace, strategy, requests);
        colors_ui(ui, workspace, strategy, requests);
        words_ui(ui, strategy, workspace, requests);
        editing_foot(ui, workspace, requests, None, Some("Saved with the project"));
    });
    if shown.should_close() {
        requests.push(Request::Seal);
        requests.push(Request::Dialog(None));
    }
}

fn change(requests: &mut Requests, change: StrategyChange) {
    requests.edit(Edit::ChangeStrategy { change });
}

fn business_ui(ui: &mut Ui, workspace: &Workspace, strategy: &Strategy, requests: &mut Requests) {
    let theme = &workspace.theme;
    field(ui, theme, "Model", |ui| {
        let label = |business: Option<BusinessModel>| business.map_or("Not said", BusinessModel::label);
        let response = combo(ui, "Business model", label(strategy.business)).show_ui(ui, |ui| {
            for offered in std::iter::once(None).chain(BusinessModel::ALL.map(Some)) {
                if ui.selectable_label(strategy.business == offered, label(offered)).clicked() {
                    requests.push(Request::Seal);
                    change(requests, StrategyChange::Business(offered));
                }
            }
        });
        response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, "Business model"));
        response.response.on_hover_text("Where the business meets its customers");
    });
    let value = strategy.conversion_value.clone();
    field(ui, theme, "Conversion", |ui| {
        const CURRENCY_WIDTH: f32 = 76.0;
        let currency = value.as_ref().map_or("EUR", |money| money.currency.as_str()).to_owned();
        let unit = Unit::Currency(currency.clone());
        let shown = value.as_ref().map(|money| money.amount.to_string()).unwrap_or_default();
        let height = ui.spacing().interact_size.y;
        let room = vec2(ui.available_width() - CURRENCY_WIDTH - 8.0, height);
        let amount = ui.allocate_ui(room, |ui| {
            let read = |text: &str| match text.trim() {
                "" => Some(None),
                text => {
                    let amount = parse_value(text, &unit).filter(|amount| amount.is_finite() && *amount >= 0.0)?;
                    Some(Some(Money { amount, currency: currency.clone() }))
                }
            };
            let hint = "What one is worth on average";
            value_line(ui, workspace, requests, "Value of a conversion", (&value, &shown, hint), read)
        });
        if let Some(value) = amount.inner {
            change(requests, StrategyChange::ConversionValue(value));
        }
        let Some(money) = &value else {
            ui.label(RichText::new("EUR").color(color32(theme.color.muted)));
            return;
        };
        let read = |text: &str| {
            let code = text.trim().to_uppercase();
            Unit::from_code(&code).filter(|unit| matches!(unit, Unit::Currency(_))).map(|_| code)
        };
        let shown = (&money.currency, money.currency.as_str(), "EUR");
        if let Some(currency) = value_line(ui, workspace, requests, "Currency of a conversion", shown, read) {
            change(requests, StrategyChange::ConversionValue(Some(Money { currency, ..money.clone() })));
        }
    });
}

fn logo_ui(ui: &mut Ui, workspace: &Workspace, strategy: &Strategy, requests: &mut Requests) {
    const SIZE: egui::Vec2 = vec2(96.0, 48.0);
    let theme = &workspace.theme;
    let logo = strategy.brand.logo.and_then(|hash| workspace.document.project().pictures.get(&hash));
    field(ui, theme, "Logo", |ui| {
        let (rect, response) = ui.allocate_exact_size(SIZE, Sense::hover());
        let name = if logo.is_some() { "Logo" } else { "No logo yet" };
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
        let corner = CornerRadius::same(theme.window.radius as u8);
        let line = Stroke::new(1.0, color32(theme.color.line));
        ui.painter().rect(rect, corner, color32(theme.color.background), line, egui::StrokeKind::Inside);
        match logo {
            Some(bitmap) => {
                let pixels = vec2(bitmap.width as f32, bitmap.height as f32).max(vec2(1.0, 1.0));
                let room = rect.shrink(4.0);
                let scale = (room.width() / pixels.x).min(room.height() / pixels.y);
                let inside = egui::Rect::from_center_size(rect.center(), pixels * scale);
                paint_picture(ui.painter(), bitmap, inside, 0.0);
            }
            None => {
                let ink = color32(theme.color.disabled);
                let font = super::style::icon_font(18.0);
                ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, Icon::Image.glyph(), font, ink);
            }
        }
        let choose = IconButton::new(Some(Icon::Image), "Picture…", "Choose the logo").emphasis(Emphasis::Outlined);
        if choose.tip("Choose a picture: PNG, JPEG, WebP or SVG; or paste one").ui(ui, theme).clicked() {
            requests.push(Request::Seal);
            requests.push(Request::ChoosePicture(PictureFor::Logo));
        }
        if logo.is_some() {
            let remove = IconButton::new(None, "Remove", "Remove the logo").tip("Forget the logo");
            if remove.ui(ui, theme).clicked() {
                requests.push(Request::Seal);
                change(requests, StrategyChange::Logo(None));
            }
        }
    });
    let pasted = ui.input(|input| {
        input.events.iter().find_map(|event| match event {
            egui::Event::PasteImage(image) => Some(Arc::clone(image)),
            _ => None,
        })
    });
    if let Some(image) = pasted {
        requests.push(Request::Seal);
        requests.push(Request::PasteImage { image, target: PictureFor::Logo });
    }
}

/// The palette: each color to be picked or typed, and one more.
fn colors_ui(ui: &mut Ui, workspace: &Workspace, strategy: &Strategy, requests: &mut Requests) {
    const TEXT_WIDTH: f32 = 84.0;
    const MOST: usize = 12;
    let theme = &workspace.theme;
    let colors = &strategy.brand.colors;
    let replaced = |at: usize, color: Color| {
        let mut colors = colors.clone();
        if let Some(known) = colors.get_mut(at) {
            *known = color;
        }
        colors
    };
    field(ui, theme, "Colors", |ui| {
        ui.vertical(|ui| {
            for (at, color) in colors.iter().enumerate() {
                ui.push_id(at, |ui| {
                    ui.horizontal(|ui| {
                        let number = at + 1;
                        if let Some(picked) = color_button(ui, &format!("Pick color {number}"), *color) {
                            change(requests, StrategyChange::Colors(replaced(at, picked)));
                        }
                        let hex = color.to_hex();
                        let name = format!("Color {number}");
                        let typed = ui.allocate_ui(vec2(TEXT_WIDTH, ui.spacing().interact_size.y), |ui| {
                            let read = |text: &str| Color::parse(text.trim()).filter(|color| color.a == u8::MAX);
                            value_line(ui, workspace, requests, &name, (color, &hex, "#3554d1"), read)
                        });
                        if let Some(color) = typed.inner {
                            change(requests, StrategyChange::Colors(replaced(at, color)));
                        }
                        let name = format!("Remove color {number}");
                        if IconButton::new(Some(Icon::X), "", &name).tip("Remove this color").ui(ui, theme).clicked() {
                            let mut rest = colors.clone();
                            rest.remove(at);
                            requests.push(Request::Seal);
                            change(requests, StrategyChange::Colors(rest));
                        }
                    });
                });
            }
            let add = IconButton::new(Some(Icon::Plus), "Add color", "Add a color").emphasis(Emphasis::Outlined);
            let is_room = colors.len() < MOST;
            if add.enabled(is_room).tip("One more color of the brand").ui(ui, theme).clicked() {
                let mut more = colors.clone();
                more.push(theme.color.accent);
                requests.push(Request::Seal);
                change(requests, StrategyChange::Colors(more));
            }
        });
    });
}

fn words_ui(ui: &mut Ui, strategy: &Strategy, workspace: &Workspace, requests: &mut Requests) {
    let brand = &strategy.brand;
    let mut part_ui = |ui: &mut Ui, part: BrandPart| {
        let (value, hint): (&str, &str) = match part {
            BrandPart::Look => (&brand.look, "Logo, colors, type and pictures: what to keep to"),
            BrandPart::Voice => (&brand.voice, "How it speaks: warm, short, no jargon"),
            BrandPart::Message => (&brand.message, "What it says of itself, the same everywhere"),
            BrandPart::Offer => (&brand.offer, "What is offered now, in every channel"),
        };
        section(ui, &workspace.theme, part.label(), |_| {});
        if let Some(text) = text_area(ui, part.label(), value, hint, requests) {
            change(
                requests,
                match part {
                    BrandPart::Look => StrategyChange::Look(text),
                    BrandPart::Voice => StrategyChange::Voice(text),
                    BrandPart::Message => StrategyChange::Message(text),
                    BrandPart::Offer => StrategyChange::Offer(text),
                },
            );
        }
    };
    for pair in BrandPart::ALL.chunks(2) {
        ui.columns(2, |columns| {
            for (ui, part) in columns.iter_mut().zip(pair) {
                part_ui(ui, *part);
            }
        });
    }
}
