//! The reports: approved, waiting, returned and half written, with photos drawn for them.

use super::{
    activities::{self, culture_house},
    people::Account,
    plan::{self, manager},
    scene::{self, Scene},
    units::within,
    world::{Hand, Record, World, hand},
};
use crate::error::Error;
use shared::{
    attachment,
    catalogue::Catalogue,
    change::{Home, State},
    date::TimeOfDay,
    id::RecordId,
    reading::ORDER,
    report as field,
    shape::{Place, Quantity, Times},
};

/// How far a report has come, and who moved it when.
enum End {
    /// Half written.
    Draft,
    /// Handed in, waits.
    Submitted,
    /// Sent back with this comment.
    Returned((&'static str, &'static str), &'static str),
    /// Agreed to.
    Approved((&'static str, &'static str)),
}

/// What somebody reports.
struct Story {
    id: &'static str,
    activity: &'static str,
    by: &'static str,
    /// Day held, from, to, and when it was written down.
    held: (&'static str, &'static str, &'static str),
    written: (&'static str, &'static str),
    /// Commune, village or empty, words.
    place: (&'static str, &'static str, &'static str),
    /// Poor, near-poor, newly escaped, average-living, other households.
    households: [i64; 5],
    /// People, women, ethnic-minority people.
    people: [i64; 3],
    done: Option<(i64, &'static str)>,
    cost: i64,
    /// Result, difficulties, causes, proposals.
    text: [&'static str; 4],
    /// Type, language, quantity.
    handouts: &'static [(&'static str, &'static str, i64)],
    photos: &'static [(Scene, u32, &'static str)],
    end: End,
}

/// Their short names.
#[cfg(test)]
pub fn names() -> impl Iterator<Item = &'static str> {
    STORIES.iter().map(|story| story.id)
}

/// Officers write and hand in; the manager returns and approves.
pub async fn written(world: &mut World<'_>) -> Result<(), Error> {
    for story in STORIES {
        story.told(world).await?;
    }
    Ok(())
}

impl Story {
    fn root(&self) -> RecordId {
        RecordId::derived(&["demo", "report", self.id])
    }

    async fn told(&self, world: &mut World<'_>) -> Result<(), Error> {
        let root = self.root();
        let writes = hand(self.by, self.written.0, self.written.1);
        let home = Home::of_unit(Account::of(self.by).person().unit);
        let mut records = vec![self.record(root)];
        records.extend(self.handouts.iter().enumerate().map(|(at, line)| handout(root, at, *line)));
        for (at, photo) in self.photos.iter().enumerate() {
            records.push(photo_record(world, writes, root, at, *photo).await?);
        }
        world.create(writes, home, root, field::KIND, records).await?;
        if matches!(self.end, End::Draft) {
            return Ok(());
        }
        let hands_in = TimeOfDay::typed(self.written.1).expect("a time").minutes() + 12;
        let hands_in = format!("{:02}:{:02}", hands_in / 60, hands_in % 60);
        world.act(hand(self.by, self.written.0, &hands_in), root, State::Submitted, "").await?;
        match self.end {
            End::Draft | End::Submitted => Ok(()),
            End::Returned((day, time), note) => world.act(manager(day, time), root, State::Returned, note).await,
            End::Approved((day, time)) => world.act(manager(day, time), root, State::Approved, "").await,
        }
    }

    fn record(&self, root: RecordId) -> Record {
        let (commune, village, words) = self.place;
        let place = match (village, words) {
            ("", words) => Place { unit: Some(super::units::commune(commune)), text: words.to_owned() },
            (village, "") => culture_house(commune, village),
            (village, words) => Place { unit: Some(within(commune, village)), text: words.to_owned() },
        };
        let time = |text: &str| text.parse().expect("a time");
        let mut record = Record::new(root, field::KIND)
            .set(field::PLAN, plan::id().to_string())
            .set(field::ACTIVITY, activities::id(self.activity).to_string())
            .set(field::CATALOGUE, i64::from(Catalogue::reference().version))
            .set(field::DATE, self.held.0)
            .set(field::PLACE, place);
        if !self.held.1.is_empty() {
            record = record.set(field::TIMES, Times { from: time(self.held.1), to: Some(time(self.held.2)) });
        }
        if matches!(self.end, End::Draft) {
            return record.set(field::PEOPLE, self.people[0]);
        }
        if self.people[0] > 0 {
            let classes = ["poor", "near_poor", "newly_escaped", "average_living", "other"];
            for (class, count) in classes.into_iter().zip(self.households) {
                record = record.set(&format!("{}{class}", field::HOUSEHOLDS), count);
            }
            let [people, women, minority] = self.people;
            record = record.set(field::PEOPLE, people).set(field::WOMEN, women).set(field::ETHNIC_MINORITY, minority);
        }
        if let Some((amount, measure)) = self.done {
            record = record.set(field::DONE, Quantity { amount, measure: measure.to_owned() });
        }
        let names = [field::RESULT, field::DIFFICULTIES, field::CAUSES, field::PROPOSALS];
        let texts = names.into_iter().zip(self.text).filter(|(_, text)| !text.is_empty());
        texts.fold(record.set(field::COST, self.cost), |record, (name, text)| record.set(name, text))
    }
}

fn child(root: RecordId, kind: &'static str, at: usize) -> Record {
    let order = i64::try_from(at + 1).expect("a report has few lines");
    Record::new(RecordId::derived(&["demo", &root.to_string(), kind, &order.to_string()]), kind).set(ORDER, order)
}

fn handout(root: RecordId, at: usize, (material, language, quantity): (&str, &str, i64)) -> Record {
    child(root, field::HANDOUT, at)
        .set(field::MATERIAL, material)
        .set(field::LANGUAGE, language)
        .set(field::QUANTITY, quantity)
}

async fn photo_record(
    world: &World<'_>,
    by: Hand,
    root: RecordId,
    at: usize,
    (scene, turn, caption): (Scene, u32, &str),
) -> Result<Record, Error> {
    let bytes = scene::drawn(scene, turn);
    let size = i64::try_from(bytes.len()).expect("a drawing is small");
    let sha256 = world.photo(by, &bytes).await?;
    Ok(child(root, attachment::PHOTO, at)
        .set(attachment::SHA256, sha256.to_string())
        .set(attachment::BYTES, size)
        .set(attachment::MEDIA, "image/png")
        .set(attachment::WIDTH, i64::from(scene::WIDTH))
        .set(attachment::HEIGHT, i64::from(scene::HEIGHT))
        .set(attachment::CAPTION, caption))
}

const STORIES: &[Story] = &[
    Story {
        id: "launch",
        activity: "launch",
        by: "canbo.vanquan",
        held: ("2026-05-20", "08:00", "10:00"),
        written: ("2026-05-20", "15:20"),
        place: ("Văn Quan", "", "sân trụ sở xã"),
        households: [21, 18, 9, 34, 12],
        people: [126, 61, 118],
        done: None,
        cost: 11_400_000,
        text: [
            "Bốn thôn, khối ký giao ước; ba hộ kể lại cách làm ăn để thoát nghèo; vận động được 18,5 triệu đồng cho quỹ vì người nghèo.",
            "",
            "",
            "Cho phép các thôn dùng chung mẫu giao ước đã ký.",
        ],
        handouts: &[("banner", "vi", 3)],
        photos: &[(Scene::Meeting, 11, "Lễ phát động tại sân trụ sở xã")],
        end: End::Approved(("2026-05-22", "09:10")),
    },
    Story {
        id: "na-loc",
        activity: "meetings-diemhe",
        by: "canbo.diemhe",
        held: ("2026-05-22", "19:00", "21:00"),
        written: ("2026-05-22", "21:25"),
        place: ("Điềm He", "Nà Lộc", ""),
        households: [11, 9, 6, 18, 2],
        people: [52, 31, 50],
        done: None,
        cost: 2_850_000,
        text: [
            "Bà con nắm được điều kiện vay vốn và cách đăng ký bảo hiểm y tế; 7 hộ ghi tên xin vay để nuôi trâu sinh sản.",
            "Một số hộ ở xa về muộn vì đường trơn.",
            "Họp buổi tối, trời mưa.",
            "Xã cho họp vào chiều thứ bảy những tháng mưa.",
        ],
        handouts: &[("leaflet", "vi", 30), ("leaflet", "tay", 22)],
        photos: &[(Scene::Meeting, 21, "Họp thôn Nà Lộc"), (Scene::Loudspeaker, 22, "Loa thôn báo giờ họp")],
        end: End::Approved(("2026-05-25", "08:40")),
    },
    Story {
        id: "training",
        activity: "training",
        by: "quanly.vanquan",
        held: ("2026-06-11", "07:30", "16:30"),
        written: ("2026-06-12", "16:30"),
        place: ("Văn Quan", "", "hội trường xã"),
        households: [0, 0, 0, 0, 0],
        people: [58, 27, 55],
        done: None,
        cost: 36_750_000,
        text: [
            "58 cộng tác viên của sáu xã học hai ngày; 54 người làm được một báo cáo mẫu trên máy tính bảng.",
            "Bốn người lớn tuổi còn lúng túng khi gõ dấu.",
            "Ít dùng bàn phím.",
            "Mở thêm nửa ngày kèm riêng tại xã.",
        ],
        handouts: &[("handbook", "vi", 58)],
        photos: &[(Scene::Classroom, 31, "Lớp tập huấn tại hội trường xã Văn Quan")],
        end: End::Approved(("2026-06-15", "10:25")),
    },
    Story {
        id: "khon-khe",
        activity: "meetings-vanquan",
        by: "canbo.vanquan",
        held: ("2026-06-24", "14:00", "16:10"),
        written: ("2026-06-24", "20:05"),
        place: ("Văn Quan", "Khòn Khẻ", ""),
        households: [8, 7, 5, 21, 4],
        people: [49, 24, 47],
        done: None,
        cost: 2_900_000,
        text: ["Giới thiệu ba lớp nghề ngắn hạn; 12 thanh niên đăng ký học sửa chữa máy nông nghiệp.", "", "", ""],
        handouts: &[("leaflet", "vi", 45)],
        photos: &[(Scene::Meeting, 41, "Họp thôn Khòn Khẻ")],
        end: End::Approved(("2026-06-26", "14:15")),
    },
    Story {
        id: "panels",
        activity: "panels",
        by: "canbo.vanquan",
        held: ("2026-07-02", "", ""),
        written: ("2026-07-02", "17:40"),
        place: ("Văn Quan", "Đức Hòa", "chợ và ngã ba"),
        households: [0, 0, 0, 0, 0],
        people: [0, 0, 0],
        done: None,
        cost: 23_600_000,
        text: ["Dựng xong hai pa-nô hai mặt, có số điện thoại hỏi chính sách.", "", "", ""],
        handouts: &[("panel", "vi", 2)],
        photos: &[(Scene::Panel, 51, "Pa-nô ở ngã ba khối Đức Hòa"), (Scene::Panel, 54, "Pa-nô ở chợ Văn Quan")],
        end: End::Approved(("2026-07-06", "09:00")),
    },
    Story {
        id: "bulletins-1",
        activity: "bulletins",
        by: "canbo.yenphuc",
        held: ("2026-08-31", "", ""),
        written: ("2026-09-01", "08:20"),
        place: ("Yên Phúc", "", "đài truyền thanh xã"),
        households: [0, 0, 0, 0, 0],
        people: [0, 0, 0],
        done: Some((8, "bulletin")),
        cost: 4_800_000,
        text: [
            "Từ tháng 5 đến tháng 8 phát 8 bản tin, mỗi bản 12 phút, sáng và chiều; 9 trên 10 cụm loa hoạt động.",
            "Cụm loa thôn Khau Ra hỏng bộ thu.",
            "Sét đánh ngày 14/7.",
            "Đề nghị tỉnh cấp một bộ thu dự phòng cho mỗi xã.",
        ],
        handouts: &[],
        photos: &[(Scene::Loudspeaker, 61, "Cụm loa thôn Nà Chanh")],
        end: End::Approved(("2026-09-04", "10:50")),
    },
    Story {
        id: "leaflets-yenphuc",
        activity: "leaflets",
        by: "canbo.yenphuc",
        held: ("2026-10-22", "", ""),
        written: ("2026-10-23", "09:35"),
        place: ("Yên Phúc", "", "bốn thôn"),
        households: [0, 0, 0, 0, 0],
        people: [0, 0, 0],
        done: None,
        cost: 1_200_000,
        text: [
            "Phát đến từng hộ nghèo, hộ cận nghèo; trưởng thôn đọc và giải thích cho người không biết chữ.",
            "",
            "",
            "",
        ],
        handouts: &[("leaflet", "vi", 260), ("leaflet", "nung", 140), ("leaflet", "tay", 45)],
        photos: &[(Scene::Van, 71, "Giao tờ rơi tại thôn Bắc Chợ")],
        end: End::Approved(("2026-10-27", "15:30")),
    },
    Story {
        id: "ban-lan",
        activity: "meetings-diemhe",
        by: "canbo.diemhe",
        held: ("2026-09-12", "15:00", "16:45"),
        written: ("2026-09-12", "19:40"),
        place: ("Điềm He", "Bản Làn", ""),
        households: [13, 8, 4, 15, 1],
        people: [47, 29, 46],
        done: None,
        cost: 2_700_000,
        text: [
            "Giải thích hỗ trợ nhà ở và nước sạch; lập danh sách 5 hộ nhà dột nát để xã xét.",
            "Bà con hỏi nhiều về thời gian nhận tiền hỗ trợ, chưa có câu trả lời.",
            "Chưa có hướng dẫn chi trả của năm nay.",
            "Đề nghị Sở thông báo lịch chi trả để xã trả lời dân.",
        ],
        handouts: &[("leaflet", "vi", 20), ("leaflet", "tay", 27)],
        photos: &[(Scene::Meeting, 81, "Họp thôn Bản Làn")],
        end: End::Approved(("2026-09-15", "08:55")),
    },
    Story {
        id: "lung-phuc",
        activity: "mobile",
        by: "canbo.trile",
        held: ("2026-10-15", "16:00", "20:00"),
        written: ("2026-10-16", "18:50"),
        place: ("Tri Lễ", "Lùng Phúc", "bãi bóng thôn"),
        households: [28, 14, 5, 9, 0],
        people: [52, 55, 52],
        done: None,
        cost: 6_900_000,
        text: [
            "Xe loa và chiếu phim thu hút gần hết thôn; 9 người được khám, tư vấn tại chỗ.",
            "Mất điện 40 phút.",
            "Máy phát của xe hỏng.",
            "Thuê máy phát dự phòng cho hai buổi sau.",
        ],
        handouts: &[("leaflet", "dao", 40), ("leaflet", "vi", 16)],
        photos: &[(Scene::Van, 91, "Xe truyền thông lưu động ở Lùng Phúc")],
        end: End::Returned(
            ("2026-10-19", "09:30"),
            "Số nữ (55) lớn hơn số người dự (52), số hộ cũng lớn hơn số hộ của thôn. Chị xem lại sổ điểm danh rồi gửi lại giúp.",
        ),
    },
    Story {
        id: "phai-quang",
        activity: "meetings-diemhe",
        by: "canbo.diemhe",
        held: ("2026-11-18", "14:30", "16:30"),
        written: ("2026-11-19", "17:50"),
        place: ("Điềm He", "Phai Quang", ""),
        households: [10, 12, 8, 22, 3],
        people: [63, 38, 60],
        done: None,
        cost: 2_950_000,
        text: [
            "Phổ biến vay vốn, bảo hiểm y tế, học nghề; hai hộ tự nguyện viết đơn xin thoát nghèo.",
            "Tờ rơi tiếng Nùng đã hết.",
            "Số lượng nhận đợt đầu ít.",
            "Cấp thêm 60 tờ tiếng Nùng cho xã.",
        ],
        handouts: &[("leaflet", "vi", 35), ("leaflet", "nung", 18)],
        photos: &[(Scene::Meeting, 101, "Họp thôn Phai Quang"), (Scene::Meeting, 104, "Bà con hỏi đáp về vay vốn")],
        end: End::Submitted,
    },
    Story {
        id: "bulletins-2",
        activity: "bulletins",
        by: "canbo.yenphuc",
        held: ("2026-10-31", "", ""),
        written: ("2026-11-16", "16:30"),
        place: ("Yên Phúc", "", "đài truyền thanh xã"),
        households: [0, 0, 0, 0, 0],
        people: [0, 0, 0],
        done: Some((4, "bulletin")),
        cost: 2_400_000,
        text: ["Tháng 9 và tháng 10 phát 4 bản tin; thêm mục hỏi đáp bằng tiếng Nùng.", "", "", ""],
        handouts: &[],
        photos: &[(Scene::Loudspeaker, 113, "Cụm loa thôn Pá Danh")],
        end: End::Submitted,
    },
    Story {
        id: "khon-rieng",
        activity: "meetings-diemhe",
        by: "canbo.diemhe",
        held: ("2026-11-19", "19:00", "20:30"),
        written: ("2026-11-19", "18:05"),
        place: ("Điềm He", "Khòn Riềng", ""),
        households: [0; 5],
        people: [38, 0, 0],
        done: None,
        cost: 0,
        text: ["", "", "", ""],
        handouts: &[],
        photos: &[],
        end: End::Draft,
    },
];
