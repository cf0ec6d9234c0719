#include "secondsite/cohort/dataset_fixture.h"

namespace secondsite::cohort {
namespace {

constexpr const char* header_2017 =
    "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position,"
    "OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y]";

TEST_F(DatasetTest, ChestXray14ReadsBothGenerationsOfItsHeader) {
  put("Data_Entry_2017.csv", std::string(header_2017) +
                                 ",\n00000001_000.png,Cardiomegaly|Emphysema,000,00000001,058Y,M,"
                                 "PA,2682,2749,0.143,0.143,\n"
                                 "00000002_000.png,No Finding,000,00000002,414Y,F,AP,2500,2048,"
                                 "0.168,0.168,\n");
  put("test_list.txt", "00000001_000.png\r\n");
  put("BBox_List_2017.csv",
      "Image Index,Finding Label,Bbox [x,y,w,h],,,\n00000001_000.png,Infiltrate,1.5,2,3,4\n");
  const auto old = open();
  ASSERT_TRUE(old) << old.error().text();
  EXPECT_EQ(old->dataset->id, "chestxray14");
  EXPECT_EQ(cell(*old, 0, "patient"), "1");
  EXPECT_EQ(cell(*old, 0, "age"), "58");
  EXPECT_EQ(cell(*old, 0, "age (raw)"), "058Y");
  EXPECT_EQ(cell(*old, 0, "Emphysema"), "1");
  EXPECT_EQ(cell(*old, 0, "Mass"), "0");
  EXPECT_EQ(cell(*old, 0, "partition"), "test");
  EXPECT_EQ(cell(*old, 0, "boxes"), "Infiltration 1.5 2 3 4");
  EXPECT_EQ(cell(*old, 0, "detector"), "0.143 mm");
  EXPECT_EQ(cell(*old, 0, "detector (from)"), "pixel spacing (inferred)");
  EXPECT_EQ(cell(*old, 1, "No Finding"), "1");
  EXPECT_EQ(cell(*old, 1, "age"), "");
  EXPECT_EQ(cell(*old, 1, "age (verdict)"), "implausible");

  put("Data_Entry_2017_v2020.csv",
      std::string(header_2017) +
          "\n00000001_000.png,Cardiomegaly,0,1,57,M,PA,2682,2749,0.14300000000000002,0.143\n");
  const auto fresh = open();
  ASSERT_TRUE(fresh);
  EXPECT_EQ(cell(*fresh, 0, "patient"), "1");
  EXPECT_EQ(cell(*fresh, 0, "age"), "57");
  EXPECT_EQ(cell(*fresh, 0, "detector"), "0.143 mm");
}

TEST_F(DatasetTest, AnUnknownHeaderIsRefusedWithTheDifference) {
  put("Data_Entry_2017.csv",
      "Image Index,Finding Labels,Patient ID,Age,Gender\na.png,Mass,1,4,F\n");
  const auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), "dataset.unknown-header");
  EXPECT_NE(opened.error().what().find("missing: Follow-up #, Patient Age"), std::string::npos);
  EXPECT_NE(opened.error().what().find("there instead: Age, Gender"), std::string::npos);
}

TEST_F(DatasetTest, ALabelThatTheDatasetDoesNotHaveIsCounted) {
  put("Data_Entry_2017_v2020.csv",
      std::string(header_2017) + "\n1_0.png,Masses|Mass,0,1,57,M,PA,1,1,0.1,0.1\n");
  const auto opened = open();
  ASSERT_TRUE(opened);
  EXPECT_EQ(findings.count("dataset.unknown-label"), 1U);
  EXPECT_EQ(cell(*opened, 0, "Mass"), "1");
}

TEST_F(DatasetTest, CheXpertFindsLabelsByNameAndKeepsBlanksAndUncertain) {
  put("train.csv",
      "Path,Sex,Age,Frontal/Lateral,AP/PA,No Finding,Enlarged Cardiomediastinum,Cardiomegaly,"
      "Lung Opacity,Lung Lesion,Edema,Consolidation,Pneumonia,Atelectasis,Pneumothorax,"
      "Pleural Effusion,Pleural Other,Fracture,Support Devices\n"
      "CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg,Female,90,Frontal,AP,1.0,,,"
      ",,,,,,0.0,,,,1.0\n"
      "CheXpert-v1.0-small/train/patient00002/study2/view1_frontal.jpg,Unknown,0,Frontal,LL,,,"
      "-1.0,1.0,,-1.0,-1.0,,-1.0,,-1.0,,1.0,\n"
      "CheXpert-v1.0-small/train/patient00002/study2/view2_lateral.jpg,Male,45,Lateral,,,,,,,,,,,,,"
      ",,\n");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(opened->dataset->id, "chexpert");
  EXPECT_EQ(cell(*opened, 0, "patient"), "patient00001");
  EXPECT_EQ(cell(*opened, 0, "study"), "patient00001/study1");
  EXPECT_EQ(cell(*opened, 0, "age"), "90");
  EXPECT_EQ(cell(*opened, 0, "age (verdict)"), "capped");
  EXPECT_EQ(cell(*opened, 0, "Support Devices"), "1");
  EXPECT_EQ(cell(*opened, 0, "Pneumothorax"), "0");
  EXPECT_EQ(cell(*opened, 0, "Edema"), "");
  EXPECT_EQ(cell(*opened, 1, "Edema"), "-1");
  EXPECT_EQ(cell(*opened, 1, "age (verdict)"), "sentinel");
  EXPECT_EQ(cell(*opened, 1, "sex (verdict)"), "sentinel");
  EXPECT_EQ(cell(*opened, 1, "view"), "");
  EXPECT_EQ(cell(*opened, 1, "view (verdict)"), "conflict");
  EXPECT_EQ(cell(*opened, 2, "view"), "lateral");
}

TEST_F(DatasetTest, MimicJoinsSplitAndLabelsAndReadsItsTimes) {
  put("mimic-cxr-2.0.0-metadata.csv",
      "dicom_id,subject_id,study_id,PerformedProcedureStepDescription,ViewPosition,Rows,Columns,"
      "StudyDate,StudyTime,ProcedureCodeSequence_CodeMeaning,ViewCodeSequence_CodeMeaning,"
      "PatientOrientationCodeSequence_CodeMeaning\n"
      "aaaaaaaa-1,19999999,59999999,CHEST (PORTABLE AP),AP,1,1,21800506,80556.875,,,Erect\n"
      "aaaaaaaa-2,19999999,59999998,CHEST (PA AND LAT),LL,1,1,21810506,213014.531,,,Erect\n");
  put("mimic-cxr-2.0.0-split.csv",
      "dicom_id,study_id,subject_id,split\naaaaaaaa-1,59999999,19999999,validate\n");
  put("mimic-cxr-2.0.0-chexpert.csv",
      "subject_id,study_id,Atelectasis,Cardiomegaly,Consolidation,Edema,Enlarged Cardiomediastinum,"
      "Fracture,Lung Lesion,Lung Opacity,No Finding,Pleural Effusion,Pleural Other,Pneumonia,"
      "Pneumothorax,Support Devices\n19999999,59999999,-1.0,,,1.0,,,,,,0.0,,,,\n");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(opened->dataset->id, "mimic_cxr");
  EXPECT_EQ(cell(*opened, 0, "date"), "2180-05-06T08:05:56");
  EXPECT_EQ(cell(*opened, 1, "date"), "2181-05-06T21:30:14");
  EXPECT_EQ(cell(*opened, 0, "partition"), "validate");
  EXPECT_EQ(cell(*opened, 0, "portable"), "yes");
  EXPECT_EQ(cell(*opened, 1, "view"), "lateral");
  EXPECT_EQ(cell(*opened, 0, "Atelectasis"), "-1");
  EXPECT_EQ(cell(*opened, 0, "Pleural Effusion"), "0");
  EXPECT_EQ(cell(*opened, 1, "Edema"), "");
  EXPECT_EQ(findings.count("dataset.no-labels"), 1U);
  EXPECT_EQ(cell(*opened, 0, "file"), "files/p19/p19999999/s59999999/aaaaaaaa-1");
}

TEST_F(DatasetTest, AFolderOfNothingKnownIsRefusedWithTheNames) {
  put("notes.txt", "nothing here\n");
  const auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code(), "dataset.not-recognised");
  EXPECT_NE(opened.error().hint().find("chestxray14"), std::string::npos);
}

TEST_F(DatasetTest, ChestXray14NamesTheOlderReleaseThatItDidNotRead) {
  const std::string rest = ",OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y]";
  const std::string head =
      "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position";
  put("Data_Entry_2017.csv",
      head + rest + ",\n00000001_000.png,Hernia,000,00000001,058Y,M,PA,2682,2749,0.143,0.143,\n");
  put("Data_Entry_2017_v2020.csv", head + rest +
                                       "\n00000001_000.png,Hernia,0,1,57,M,PA,2682,2749,"
                                       "0.14300000000000002,0.14300000000000002\n");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(cell(*opened, 0, "age"), "57");
  EXPECT_EQ(cell(*opened, 0, "detector"), "0.143 mm");
  EXPECT_EQ(findings.count("dataset.other-release"), 1U);
}

TEST_F(DatasetTest, ChestXray14TakesNoPartOfALabelForAnother) {
  put("Data_Entry_2017_v2020.csv",
      "Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position\n"
      "a.png,Pleural_Thickening|Mass,0,1,004D,M,PA\nb.png,No Finding,0,2,013M,F,AP\n");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(cell(*opened, 0, "Pleural_Thickening"), "1");
  EXPECT_EQ(cell(*opened, 0, "Effusion"), "0");
  EXPECT_EQ(cell(*opened, 0, "No Finding"), "0");
  EXPECT_EQ(cell(*opened, 1, "No Finding"), "1");
  EXPECT_EQ(cell(*opened, 0, "age (verdict)"), "ok");
  EXPECT_EQ(cell(*opened, 1, "age").substr(0, 3), "1.0");
}

TEST_F(DatasetTest, OpeniJoinsHeaderTextAndPixelsIntoOneView) {
  put("nlmcxr_dicom_metadata.csv",
      "imageid,Patient ID,Study Instance UID,Series Instance UID,SOP Instance UID,Manufacturer,"
      "Private Creator,Modality,View Position,KVP,Exposure,Photometric Interpretation,Code "
      "Meaning\n"
      "a,1,1.1,1.2,1.3,,MITRA LINKED ATTRIBUTES 1.0,CR,PA,0,0,MONOCHROME1,Xray Chest PA and "
      "Lateral\n"
      "b,2,2.1,2.2,2.3,,SIEMENS MEDCOM OOG,CR,LL,120,3,MONOCHROME2,CHEST SINGLE VIEW FRONTAL\n"
      "c,3,3.1,3.2,3.3,,,DX,,,,MONOCHROME2,\n"
      "d,4,4.1,4.2,4.3,,,DX,PA,,,MONOCHROME2,Xray Chest PA/AP\n");
  put("nlmcxr_tsne_pa.csv", "imageid,tsne-view\na,L\nc,PA\nd,L\n");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(cell(*opened, 0, "view (verdict)"), "conflict");
  EXPECT_EQ(cell(*opened, 0, "view"), "");
  EXPECT_EQ(cell(*opened, 1, "view (verdict)"), "conflict");
  EXPECT_EQ(cell(*opened, 2, "view (verdict)"), "missing");
  EXPECT_EQ(cell(*opened, 2, "view_pixels"), "frontal");
  EXPECT_EQ(cell(*opened, 3, "view"), "PA");  // two statements outweigh the pixels
  EXPECT_EQ(cell(*opened, 3, "view (raw)"), "PA; pixels: lateral");
  EXPECT_EQ(cell(*opened, 0, "vendor (verdict)"), "missing");  // an archive is no scanner
  EXPECT_EQ(cell(*opened, 0, "kvp (verdict)"), "sentinel");
}

TEST_F(DatasetTest, MimicSaysThatItsDatesAreShifted) {
  put("mimic-cxr-2.0.0-metadata.csv",
      "dicom_id,subject_id,study_id,PerformedProcedureStepDescription,ViewPosition,Rows,Columns,"
      "StudyDate,StudyTime\nx,10000032,50414267,CHEST (PORTABLE AP),,1,1,21800506,80556.875\n");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(cell(*opened, 0, "date"), "2180-05-06T08:05:56");
  EXPECT_EQ(cell(*opened, 0, "date (raw)"), "21800506 80556.875");
  EXPECT_TRUE(cell(*opened, 0, "date (from)").ends_with("shifted by patient"));
  EXPECT_EQ(cell(*opened, 0, "portable"), "yes");
}

}  // namespace
}  // namespace secondsite::cohort
