//! Every component of the kit on one page, to look at while the kit changes.
//! A developer's page: it is never part of the product.
//!
//! `cargo build -p frontend --example gallery --target wasm32-unknown-unknown`, then wasm-bindgen, then
//! a page that loads `style/main.css` and the module. `?part=form` and so on shows one part alone.

use frontend::ui::*;
use leptos::prelude::*;

fn main() {
    mount_to_body(Gallery);
}

fn part() -> String {
    let search = window().location().search().unwrap_or_default();
    search.split("part=").nth(1).unwrap_or("home").to_owned()
}

fn nav(href: &'static str, icon: Glyph, label: &'static str, count: u64) -> NavItem {
    NavItem { name: href, href, icon, label: label.into(), count: count.into(), count_label: "mục".into() }
}

#[component]
fn Gallery() -> impl IntoView {
    let part = part();
    let items = vec![
        nav("/", Glyph::Home, "Việc của tôi", 0),
        nav("/plans", Glyph::Plan, "Kế hoạch", 0),
        nav("/outbox", Glyph::Outbox, "Hộp gửi", 3),
        nav("/conflicts", Glyph::Conflict, "Khác nhau", 1),
        nav("/merged", Glyph::Merged, "Tổng hợp", 0),
    ];
    let absorbed = part == "form";
    let current = match part.as_str() {
        "desk" => "/merged",
        "outbox" => "/outbox",
        "conflict" => "/conflicts",
        _ => "/",
    };
    let look = if part == "outbox" { SyncLook::Attention } else { SyncLook::Pending };
    let text = if part == "outbox" { "Cần xử lý 1" } else { "Chờ gửi 3" };
    view! {
        <Frame
            brand="Lan Tỏa"
            place="Xã Văn Quan, tỉnh Lạng Sơn"
            home="/"
            items=items
            current=current
            nav_label="Các phần"
            more_label="Thêm"
            more_count_label="đang chờ"
            skip_label="Tới nội dung"
            absorbed=absorbed
            status=move || view! { <SyncBadge look=look text=text href="/outbox"/> }
            aside=move || view! { <IconButton label="Cài đặt" icon=Glyph::Settings on_press=|()| ()/> }
        >
            {match part.as_str() {
                "form" => view! { <FormPart/> }.into_any(),
                "desk" => view! { <DeskPart/> }.into_any(),
                "outbox" => view! { <OutboxPart/> }.into_any(),
                "conflict" => view! { <ConflictPart/> }.into_any(),
                "controls" => view! { <ControlsPart/> }.into_any(),
                "dialog" => view! { <DialogPart/> }.into_any(),
                "icons" => view! { <IconsPart/> }.into_any(),
                _ => view! { <HomePart/> }.into_any(),
            }}
        </Frame>
    }
}

#[component]
fn HomePart() -> impl IntoView {
    let query = RwSignal::new(String::new());
    let filter = RwSignal::new("due".to_owned());
    let filters = vec![
        Choice::new("due", "Đến hạn").count(4),
        Choice::new("draft", "Nháp").count(2),
        Choice::new("waiting", "Chờ gửi").count(3),
        Choice::new("sent", "Đã gửi").count(18),
        Choice::new("returned", "Bị trả lại").count(1),
    ];
    view! {
        <PageHeader title="Việc của tôi" lead="Thứ Bảy, 21/11/2026"/>
        <Notice
            tone=Tone::Info
            icon=Glyph::NoNetwork
            title="Không có mạng."
            text="Bạn vẫn làm việc bình thường, 3 báo cáo sẽ tự gửi khi có mạng."
        />
        <Tiles label="Số việc">
            <Tile label="Đến hạn tuần này" figure="4" icon=Glyph::Flag tone=Tone::Waiting href="?part=home" current=true/>
            <Tile label="Nháp" figure="2" icon=Glyph::Edit href="?part=form"/>
            <Tile label="Chờ gửi" figure="3" icon=Glyph::Outbox tone=Tone::Info href="?part=outbox"/>
            <Tile label="Bị trả lại" figure="1" icon=Glyph::Returned tone=Tone::Bad href="#"/>
            <Tile label="Đã gửi" figure="18" icon=Glyph::DoubleCheck tone=Tone::Good href="#" note="trong năm 2026"/>
        </Tiles>
        <SearchBox label="Tìm hoạt động, thôn, báo cáo" value=query on_input=move |t| query.set(t) clear_label="Xóa chữ" found="12 kết quả"/>
        <Chips label="Lọc" choices=filters value=filter on_input=move |v| filter.set(v)/>
        <Section title="Đến hạn" count=Some(4)>
            <List label="Đến hạn">
                <Row
                    href="?part=form"
                    icon=Glyph::People
                    tone=Tone::Waiting
                    kicker="Hội nghị thôn"
                    title="Tuyên truyền chính sách giảm nghèo cho hộ nghèo, hộ cận nghèo thôn Bản Làn"
                    detail="Hôm nay, 21/11 · Nhà văn hóa thôn Bản Làn"
                    state=|| view! { <Badge text="Hôm nay" tone=Tone::Waiting/> <Badge text="Đã gửi" tone=Tone::Good icon=Glyph::DoubleCheck/> }
                />
                <Row
                    href="?part=form"
                    icon=Glyph::Megaphone
                    kicker="Phát thanh xã"
                    title="Bản tin về vay vốn ưu đãi phát triển sản xuất"
                    detail="23/11 · 12 cụm loa"
                    state=|| view! { <Badge text="Nháp"/> }
                />
                <Row
                    href="?part=form"
                    icon=Glyph::Report
                    tone=Tone::Bad
                    kicker="Đối thoại chính sách"
                    title="Đối thoại với hộ nghèo về nhà ở và nước sạch"
                    detail="Quá hạn 5 ngày · Thôn Nà Lộc"
                    state=|| view! { <Badge text="Quá hạn" tone=Tone::Bad/> }
                />
                <Row title="Phát tờ rơi tiếng Tày, Nùng tại chợ phiên" detail="28/11 · Chợ Văn Quan" icon=Glyph::Plan href="#" count=Some(400)/>
            </List>
        </Section>
        <Section title="Chờ gửi" count=Some(0)>
            <Panel>
                <EmptyState
                    title="Không còn gì chờ gửi"
                    text="Mọi báo cáo và ảnh trên máy này đã tới máy chủ, có giấy nhận."
                    action=|| view! { <Button label="Viết báo cáo mới" icon=Glyph::Plus kind=ButtonKind::Primary on_press=|()| ()/> }
                />
            </Panel>
        </Section>
    }
}

fn words() -> CalendarWords {
    CalendarWords {
        open: "Mở lịch".into(),
        previous: "Tháng trước".into(),
        next: "Tháng sau".into(),
        weekdays: Signal::stored(["T2", "T3", "T4", "T5", "T6", "T7", "CN"].map(str::to_owned).to_vec()),
        month_title: Callback::new(|(year, month): (u16, u8)| format!("Tháng {month} năm {year}")),
    }
}

#[component]
fn FormPart() -> impl IntoView {
    let date = RwSignal::new("2026-11-21".to_owned());
    let place = RwSignal::new("Nhà văn hóa thôn Bản Làn".to_owned());
    let money = RwSignal::new(Typed::Number(3_500_000));
    let poor = RwSignal::new(Typed::Number(24));
    let near = RwSignal::new(Typed::Number(11));
    let women = RwSignal::new(Typed::Nothing);
    let text = RwSignal::new(
        "Bà con hỏi nhiều về mức vay và thủ tục.\nMột số hộ ở xa, đường mưa trơn nên tới muộn; đề nghị lần sau họp buổi chiều."
            .to_owned(),
    );
    let result = RwSignal::new("good".to_owned());
    view! {
        <div class="narrow stack">
            <PageHeader
                back_href="?part=home"
                back_label="Việc của tôi"
                kicker="Báo cáo hoạt động · Hội nghị thôn"
                title="Tuyên truyền chính sách giảm nghèo thôn Bản Làn"
                facts=|| view! { <Badge text="Nháp"/> <Badge text="Kế hoạch 12/KH-UBND" tone=Tone::Info icon=Glyph::Plan/> }
            />
            <Section title="Khi nào, ở đâu">
                <Panel>
                    <DateField label="Ngày tổ chức" hint="Ngày/tháng/năm" value=date on_input=move |t| date.set(t) unreadable="Ghi ngày như 21/11/2026." calendar=words() today="2026-11-21"/>
                    <TextField label="Địa điểm" value=place on_input=move |t| place.set(t)/>
                </Panel>
            </Section>
            <Section title="Ai đã đến" hint="Ghi số hộ và số người, không ghi tên.">
                <Panel>
                    <Stepper inline=true label="Hộ nghèo" unit="hộ" value=poor on_input=move |n| poor.set(n) less_label="Bớt" more_label="Thêm"/>
                    <Stepper inline=true label="Hộ cận nghèo" unit="hộ" value=near on_input=move |n| near.set(n) less_label="Bớt" more_label="Thêm"/>
                    <Stepper inline=true label="Phụ nữ" unit="người" value=women on_input=move |n| women.set(n) less_label="Bớt" more_label="Thêm" error="Số phụ nữ đang nhiều hơn tổng số người. Xem lại hai số này."/>
                </Panel>
            </Section>
            <Section title="Kết quả">
                <Panel>
                    <RadioRows
                        label="Buổi họp diễn ra thế nào?"
                        choices=vec![
                            Choice::new("good", "Đúng kế hoạch"),
                            Choice::new("part", "Làm được một phần").hint("Ghi phần còn lại ở mục khó khăn"),
                            Choice::new("none", "Phải hoãn"),
                        ]
                        value=result
                        on_input=move |v| result.set(v)
                    />
                    <MoneyField label="Chi phí" unit="đồng" value=money on_input=move |n| money.set(n) words="Ba triệu năm trăm nghìn đồng"/>
                    <TextArea label="Khó khăn, vướng mắc" mark="(không bắt buộc)" value=text on_input=move |t| text.set(t)/>
                </Panel>
            </Section>
            <Section title="Ảnh" count=Some(2)>
                <PhotoGrid label="Ảnh của báo cáo">
                    <PhotoTile src="photo-1.svg" alt="Bà con trong nhà văn hóa" look=SyncLook::Ok state="3/3" on_remove=|()| () remove_label="Bỏ ảnh" on_open=|()| ()/>
                    <PhotoTile src="photo-2.svg" alt="Phát tờ rơi" look=SyncLook::Working state="1/3" on_remove=|()| () remove_label="Bỏ ảnh" on_open=|()| ()/>
                    <PhotoTile src="" alt="Ảnh chưa tải về" look=SyncLook::Pending state="chờ"/>
                    <PhotoPick label="Chụp ảnh" camera=true on_files=|_| ()/>
                    <PhotoPick label="Chọn ảnh có sẵn" on_files=|_| ()/>
                </PhotoGrid>
            </Section>
            <ActionBar note=|| view! { <SavedMark text="Đã lưu trên máy 09:41"/> }>
                <Button label="Gửi báo cáo" kind=ButtonKind::Primary icon=Glyph::Outbox on_press=|()| ()/>
            </ActionBar>
        </div>
    }
}

fn meter(done: u64, of: u64) -> Cell {
    let tone = if done >= of { Tone::Good } else { Tone::Neutral };
    Cell::view(move || view! { <Meter inline=true value=done max=of text=format!("{done}/{of}") tone=tone/> })
}

fn row(
    name: &'static str,
    depth: u8,
    (done, of): (u64, u64),
    people: &str,
    money: &str,
    sync: &'static str,
) -> TableRow {
    let late = sync.ends_with("trước");
    let badge = Cell::view(move || {
        if late {
            view! { <Badge text=sync tone=Tone::Waiting/> }
        } else {
            view! { <Badge text=sync tone=Tone::Good icon=Glyph::DoubleCheck/> }
        }
    });
    let (poor, women) = (Cell::text("412"), Cell::text("1.024"));
    TableRow::new(
        name,
        vec![Cell::link(name, "#"), meter(done, of), poor, Cell::text(people), women, Cell::text(money), badge],
    )
    .depth(depth)
}

#[component]
fn DeskPart() -> impl IntoView {
    let sort = RwSignal::new(Some(Sort { key: "done", descending: true }));
    let tab = RwSignal::new("unit".to_owned());
    let columns = Signal::stored(vec![
        Column::text("unit", "Đơn vị").sortable(),
        Column::text("done", "Cuộc, so kế hoạch").sortable(),
        Column::number("poor", "Hộ nghèo").sortable(),
        Column::number("people", "Người dự").sortable(),
        Column::number("women", "Phụ nữ"),
        Column::number("cost", "Kinh phí (đồng)").sortable(),
        Column::text("sync", "Đồng bộ"),
    ]);
    let rows = Signal::stored(vec![
        row("Tỉnh Lạng Sơn", 0, (31, 48), "3.482", "146.500.000", "Hôm nay").total(),
        row("Xã Văn Quan", 1, (12, 12), "1.240", "48.000.000", "Hôm nay"),
        row("Xã Điềm He", 1, (9, 12), "1.018", "41.250.000", "Hôm qua"),
        row("Xã Yên Phúc", 1, (7, 12), "802", "36.750.000", "Hôm nay"),
        row("Xã Tri Lễ", 1, (3, 12), "422", "20.500.000", "6 ngày trước"),
    ]);
    view! {
        <PageHeader
            kicker="Kế hoạch truyền thông về giảm nghèo đa chiều"
            title="Tổng hợp năm 2026"
            lead="Kết quả so với kế hoạch, tính từ báo cáo đã duyệt. Bấm vào số để xem các báo cáo đứng sau."
            actions=|| view! {
                <Button label="In" icon=Glyph::Print on_press=|()| ()/>
                <Button label="Tải bảng" icon=Glyph::Download on_press=|()| ()/>
            }
        />
        <div class="aside-layout">
            <div class="stack">
                <Tiles label="Số liệu">
                    <Tile label="Cuộc đã làm" figure="31" note="trên 48 theo kế hoạch" tone=Tone::Good/>
                    <Tile label="Lượt người dự" figure="3.482" note="58 % là phụ nữ" tone=Tone::Good/>
                    <Tile label="Chờ duyệt" figure="6" tone=Tone::Waiting href="#"/>
                    <Tile label="Quá hạn" figure="2" tone=Tone::Bad href="#"/>
                </Tiles>
            </div>
            <Panel title="Đã lan tới">
                <Spread reached=3 of=4 text="3/4 xã" note="có báo cáo trong tháng 11"/>
            </Panel>
        </div>
        <div class="stack">
                <Tabs
                    name="merged"
                    label="Chia theo"
                    choices=vec![Choice::new("unit", "Theo đơn vị"), Choice::new("kind", "Theo hình thức"), Choice::new("late", "Chưa đồng bộ").count(1)]
                    value=tab
                    on_input=move |v| tab.set(v)
                />
                <TabPanel name="merged" of="unit" open=tab>
                    <DataTable caption="Kết quả theo đơn vị" columns=columns rows=rows sort=sort on_sort=move |s| sort.set(Some(s))/>
                </TabPanel>
                <TabPanel name="merged" of="kind" open=tab>
                    <DataTable caption="Kết quả theo hình thức" columns=columns rows=Vec::new() empty="Chưa có báo cáo nào được duyệt."/>
                </TabPanel>
                <TabPanel name="merged" of="late" open=tab>"…"</TabPanel>
        </div>
        <div class="columns">
                <Panel title="Theo hình thức">
                    <Meter label="Hội nghị thôn" value=14 max=20 text="14/20 cuộc"/>
                    <Meter label="Phát thanh" value=96 max=96 text="96/96 tin" tone=Tone::Good/>
                    <Meter label="Đối thoại" value=1 max=4 text="1/4 cuộc" tone=Tone::Waiting/>
                </Panel>
                <Panel title="Lịch sử">
                    <Timeline label="Lịch sử">
                        <TimelineItem title="Đã duyệt" meta="Bà Hoàng Thu Hiền, Sở Nông nghiệp và Môi trường · 20/11 16:02" tone=Tone::Good/>
                        <TimelineItem title="Trả lại" meta="Bà Hoàng Thu Hiền · 19/11 09:15" text="Số hộ cận nghèo chưa khớp với danh sách của thôn." tone=Tone::Bad/>
                        <TimelineItem title="Gửi" meta="Ông Lương Văn Bách, xã Văn Quan · 18/11 20:40"/>
                    </Timeline>
                </Panel>
        </div>
    }
}

#[component]
fn OutboxPart() -> impl IntoView {
    let wifi = RwSignal::new(true);
    view! {
        <PageHeader title="Hộp gửi" lead="Ba báo cáo đang ở trên máy này và chưa tới máy chủ."/>
        <div class="narrow stack">
            <Panel>
                <Progress label="Đang gửi ảnh" value=1_200 max=3_400 text="3/7 ảnh · 1,2/3,4 MB"/>
                <Progress label="Đang nối với máy chủ" value=0 max=0/>
                <div class="cluster">
                    <Button label="Gửi lại ngay" icon=Glyph::SyncWorking kind=ButtonKind::Primary on_press=|()| ()/>
                    <Button label="Tạm dừng" on_press=|()| ()/>
                    <Button label="Xuất ra tệp" icon=Glyph::Download kind=ButtonKind::Bare on_press=|()| ()/>
                </div>
                <Toggle label="Chỉ gửi ảnh khi có Wi-Fi" hint="Chữ và số vẫn gửi ngay" value=wifi on_input=move |on| wifi.set(on)/>
            </Panel>
            <Notice
                tone=Tone::Bad
                title="Máy chủ chưa nhận 1 báo cáo."
                text="Báo cáo vẫn an toàn trên máy này. Xã Văn Quan đã đổi đơn vị phụ trách; nhờ người quản lý mở lại rồi bấm gửi lại."
                actions=|| view! { <Button label="Xem lý do" on_press=|()| ()/> }
            />
            <UpdateBar text="Có bản mới của Lan Tỏa. Bản mới dùng từ lần mở sau." now_label="Dùng ngay" later_label="Để sau" on_now=|()| () on_later=|()| ()/>
            <Section title="Trên máy này" count=Some(3)>
                <List>
                    <Row href="#" title="Hội nghị thôn Bản Làn" detail="Viết lúc 09:41 · 3 ảnh · 612 kB" state=|| view! { <Badge text="Đang gửi, ảnh 1/3" tone=Tone::Info icon=Glyph::SyncWorking/> }/>
                    <Row href="#" title="Đối thoại chính sách thôn Nà Lộc" detail="Viết lúc 08:05" state=|| view! { <Badge text="Chờ mạng" tone=Tone::Waiting icon=Glyph::SyncPending/> }/>
                    <Row href="#" title="Phát tờ rơi chợ phiên" detail="Hôm qua" state=|| view! { <Badge text="Cần xử lý" tone=Tone::Bad icon=Glyph::SyncAttention/> } actions=|| view! { <IconButton label="Gửi lại" icon=Glyph::SyncWorking on_press=|()| ()/> }/>
                </List>
            </Section>
            <Skeleton label="Đang mở" lines=2/>
        </div>
    }
}

#[component]
fn ConflictPart() -> impl IntoView {
    let kept = RwSignal::new("a".to_owned());
    view! {
        <div class="narrow stack">
            <PageHeader back_href="#" back_label="Khác nhau" kicker="Hội nghị thôn Bản Làn" title="Số hộ nghèo đến dự" lead="Hai người đã ghi hai số khi không có mạng. Cả hai đều được giữ; bạn chọn số dùng."/>
            <Panel>
                <RadioRows
                    label="Số nào đúng?"
                    choices=vec![
                        Choice::new("a", "24 hộ").hint("Ông Lương Văn Bách, xã Văn Quan · 21/11/2026 09:41 · Máy tính bảng số 2"),
                        Choice::new("b", "27 hộ").hint("Bà Hứa Thị Mai, xã Văn Quan · 21/11/2026 10:05 · Máy tính bảng số 4"),
                        Choice::new("c", "Ghi số khác"),
                    ]
                    value=kept
                    on_input=move |v| kept.set(v)
                />
                <Definitions>
                    <KeyValue label="Hoạt động" value="Tuyên truyền chính sách giảm nghèo"/>
                    <KeyValue label="Ngày" value="21/11/2026" numeric=true/>
                    <KeyValue label="Địa điểm" value="Nhà văn hóa thôn Bản Làn"/>
                    <KeyValue label="Trạng thái"><Badge text="Chờ quyết định" tone=Tone::Waiting/></KeyValue>
                </Definitions>
                <div class="cluster">
                    <Button label="Dùng số này" kind=ButtonKind::Primary icon=Glyph::Check on_press=|()| ()/>
                    <Button label="Để sau" on_press=|()| ()/>
                </div>
            </Panel>
        </div>
    }
}

#[component]
fn ControlsPart() -> impl IntoView {
    let text = RwSignal::new(String::new());
    let date = RwSignal::new("31/2".to_owned());
    let unit = RwSignal::new("b".to_owned());
    let yes = RwSignal::new(true);
    let no = RwSignal::new(false);
    let count = RwSignal::new(Typed::Nothing);
    let money = RwSignal::new(Typed::Nothing);
    view! {
        <PageHeader title="Các ô nhập và nút" facts=|| view! {
            <Badge text="Nháp"/> <Badge text="Đã duyệt" tone=Tone::Good/> <Badge text="Chờ gửi" tone=Tone::Waiting/>
            <Badge text="Bị trả lại" tone=Tone::Bad icon=Glyph::Returned/> <Badge text="Đã ban hành" tone=Tone::Info icon=Glyph::Plan/>
        }/>
        <div class="cluster">
            <Button label="Nút chính" kind=ButtonKind::Primary on_press=|()| ()/>
            <Button label="Đang gửi" kind=ButtonKind::Primary busy=true on_press=|()| ()/>
            <Button label="Nút thường" icon=Glyph::Edit on_press=|()| ()/>
            <Button label="Xóa" icon=Glyph::Trash kind=ButtonKind::Danger on_press=|()| ()/>
            <Button label="Nút chữ" kind=ButtonKind::Bare on_press=|()| ()/>
            <Button label="Không bấm được" disabled=true on_press=|()| ()/>
            <LinkButton label="Liên kết" href="#" icon=Glyph::Chevron/>
        </div>
        <div class="cluster">
            <SyncBadge look=SyncLook::Ok text="Đã gửi hết" href="#"/>
            <SyncBadge look=SyncLook::Pending text="Chờ gửi 3" href="#"/>
            <SyncBadge look=SyncLook::Working text="Đang gửi 2" href="#"/>
            <SyncBadge look=SyncLook::Attention text="Cần xử lý 1" href="#"/>
        </div>
        <div class="columns">
            <Panel>
                <TextField label="Tên đăng nhập" value=text on_input=move |t| text.set(t) error="Chưa có tên đăng nhập. Ghi tên mà quản trị đã cấp."/>
                <TextField label="Mật khẩu" kind=TextKind::Password reveal_label="Xem mật khẩu" value=text on_input=move |t| text.set(t)/>
                <TextField label="Chỉ đọc" locked=true value="Đã khóa sau khi duyệt" on_input=|_| ()/>
                <DateField label="Ngày" value=date on_input=move |t| date.set(t) unreadable="Không có ngày này. Ghi ngày như 28/02/2026." calendar=words()/>
            </Panel>
            <Panel>
                <Select label="Đơn vị" prompt="Chọn đơn vị" choices=vec![Choice::new("a", "Xã Điềm He"), Choice::new("b", "Xã Văn Quan")] value=unit on_input=move |v| unit.set(v)/>
                <Stepper label="Số tờ rơi" unit="tờ" value=count on_input=move |n| count.set(n) less_label="Bớt" more_label="Thêm"/>
                <MoneyField label="Kinh phí" unit="đồng" value=money on_input=move |n| money.set(n)/>
                <Checkbox label="Có biên bản" hint="Ảnh chụp biên bản ở mục Ảnh" value=yes on_input=move |v| yes.set(v)/>
                <Checkbox label="Có thu âm" value=no on_input=move |v| no.set(v)/>
            </Panel>
            <Panel title="Các thông báo">
                <Notice text="Báo cáo đã tới máy chủ." tone=Tone::Good/>
                <Notice text="Máy còn 120 MB trống." tone=Tone::Waiting/>
                <Notice text="Máy chủ không nhận." tone=Tone::Bad/>
                <Notice text="Không có gì mới."/>
            </Panel>
        </div>
    }
}

#[component]
fn DialogPart() -> impl IntoView {
    let open = RwSignal::new(true);
    let toast = RwSignal::new(true);
    view! {
        <PageHeader title="Hỏi trước"/>
        <Dialog
            open=open
            on_close=move |()| open.set(false)
            title="Chưa thể đăng xuất"
            actions=move || view! {
                <Button label="Ở lại" kind=ButtonKind::Primary on_press=move |()| open.set(false)/>
                <Button label="Xuất ra tệp" icon=Glyph::Download on_press=|()| ()/>
            }
        >
            <p>"Trên máy còn 3 báo cáo chưa gửi. Chúng được giữ nguyên. Nối mạng để gửi, hoặc xuất ra tệp trước khi đăng xuất."</p>
        </Dialog>
        <Toast open=toast text="Đã bỏ 1 ảnh" undo_label="Hoàn tác" on_undo=|()| () on_close=move |()| toast.set(false)/>
    }
}

#[component]
fn IconsPart() -> impl IntoView {
    use Glyph::*;
    let all = [
        Home,
        Plan,
        Calendar,
        Report,
        Outbox,
        Inbox,
        SyncOk,
        SyncPending,
        SyncWorking,
        SyncAttention,
        Camera,
        Photo,
        Warning,
        Info,
        Conflict,
        Search,
        Person,
        People,
        Settings,
        Back,
        Chevron,
        Left,
        Down,
        Plus,
        Minus,
        Trash,
        Undo,
        Check,
        DoubleCheck,
        Clock,
        Pin,
        Download,
        Print,
        Edit,
        Close,
        Chart,
        Filter,
        Lock,
        Device,
        NoNetwork,
        SignOut,
        Megaphone,
        Coins,
        Eye,
        More,
        Sort,
        Up,
        Flag,
        Returned,
        Office,
        Merged,
    ];
    view! {
        <PageHeader title="Biểu tượng"/>
        <Tiles label="Biểu tượng">
            {all.map(|glyph| view! { <Tile label=format!("{glyph:?}") figure="" icon=glyph/> }).into_iter().collect_view()}
        </Tiles>
        <Panel><RippleArt/><Brand name="Lan Tỏa" place="Bản dùng thử"/></Panel>
    }
}
