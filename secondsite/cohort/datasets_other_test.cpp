#include "secondsite/cohort/dataset_fixture.h"
#include "secondsite/cohort/quoted_items.h"
#include "secondsite/cohort/site_finding.h"
#include "secondsite/cohort/tcia_series.h"
#include "secondsite/cohort/term_tree.h"
#include "secondsite/cohort/uk_biobank_names.h"

namespace secondsite::cohort {
namespace {

constexpr const char* padchest_header =
    ",ImageID,ImageDir,StudyDate_DICOM,StudyID,PatientID,PatientBirth,PatientSex_DICOM,"
    "ViewPosition_DICOM,Projection,MethodProjection,Pediatric,Modality_DICOM,Manufacturer_DICOM,"
    "PhotometricInterpretation_DICOM,PixelRepresentation_DICOM,PixelAspectRatio_DICOM,"
    "SpatialResolution_DICOM,BitsStored_DICOM,WindowCenter_DICOM,WindowWidth_DICOM,Rows_DICOM,"
    "Columns_DICOM,XRayTubeCurrent_DICOM,Exposure_DICOM,ExposureInuAs_DICOM,ExposureTime,"
    "RelativeXRayExposure_DICOM,ReportID,Report,MethodLabel,Labels,Localizations,"
    "LabelsLocalizationsBySentence,labelCUIS,LocalizationsCUIS\n";

std::string padchest_row(const std::string& image, const std::string& labels) {
  return "1," + image +
         ",0,20150914,S1,P1,1929.0,M,POSTEROANTERIOR,PA,Manual review of DICOM fields,No,CR,"
         "PhilipsMedicalSystems,MONOCHROME2,0,,,12,,,1,1,100,0,,,,R1,sin hallazg,Physician,\"" +
         labels + "\",\"['loc  cardiac']\",\"[['normal']]\",['C0034069' 'C0742362'],\n";
}

TEST_F(DatasetTest, PadChestComparesWholeLabelsAndClimbsTheTree) {
  put("labels.csv", std::string(padchest_header) +
                        padchest_row("a.png", "['pseudonodule', 'calcified granuloma']") +
                        padchest_row("b.png", "['subcutaneous emphysema']") +
                        padchest_row("c.png", "nan"));
  put("tree_term_CUI_counts_image.csv",
      "normal [counts:2]\\\\\nradiological finding [counts:0]\\\\\n├── granuloma [counts:1]\\\\\n"
      "│   └── calcified granuloma [counts:1]\\\\\n├── nodule [counts:1]\\\\\n"
      "├── pseudonodule [counts:1]\\\\\n├── emphysema\\\\\n└── subcutaneous emphysema\\\\\n");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(opened->dataset->id, "padchest");
  EXPECT_EQ(cell(*opened, 0, "granuloma"), "1");
  EXPECT_EQ(cell(*opened, 0, "radiological finding"), "1");
  EXPECT_EQ(cell(*opened, 0, "nodule"), "(no column)");
  EXPECT_EQ(cell(*opened, 1, "emphysema"), "(no column)");
  EXPECT_EQ(cell(*opened, 1, "subcutaneous emphysema"), "1");
  EXPECT_EQ(cell(*opened, 2, "granuloma"), "");
  EXPECT_EQ(cell(*opened, 0, "age"), "86");
  EXPECT_EQ(cell(*opened, 0, "vendor"), "Philips");
  EXPECT_EQ(cell(*opened, 0, "localizations"), "loc cardiac");
  EXPECT_EQ(cell(*opened, 0, "exposure_mas (verdict)"), "sentinel");
  EXPECT_EQ(cell(*opened, 0, "label_source"), "radiologist");
}

TEST(QuotedItems, ReadPythonAndNumPyLists) {
  EXPECT_EQ(quoted_items("['a', \"b's\"]")->at(1), "b's");
  EXPECT_EQ(quoted_items("['C1' 'C2']")->size(), 2U);
  EXPECT_TRUE(quoted_items("[]")->empty());
  EXPECT_FALSE(quoted_items("['a"));
  EXPECT_FALSE(quoted_items("['a]"));
  EXPECT_FALSE(quoted_items("None"));
}

TEST(TermTree, RefusesALineThatSkipsALevel) {
  EXPECT_FALSE(TermTree::parse({"a", "│   ├── b"}, "t"));
  const auto tree = TermTree::parse({"a", "├── b", "│   └── c", "d", "└── c"}, "t");
  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->with_ancestors("c"), (std::set<std::string>{"a", "b", "c", "d"}));
  EXPECT_EQ(tree->below("a"), (std::set<std::string>{"b", "c"}));
}

TEST_F(DatasetTest, BratsFindsTheSiteAcrossYearsAndReadsSurvival) {
  put("name_mapping.csv",
      "Grade,BraTS_2017_subject_ID,BraTS_2018_subject_ID,TCGA_TCIA_subject_ID,"
      "BraTS_2019_subject_ID,BraTS_2020_subject_ID\n"
      "HGG,Brats17_CBICA_AAB_1,Brats18_CBICA_AAB_1,NA,BraTS19_CBICA_AAB_1,BraTS20_Training_001\n"
      "LGG,Brats17_TCIA10_103_1,NA,TCGA-DU-5851,BraTS19_TCIA10_103_1,BraTS20_Training_002\n");
  put("survival_info.csv",
      "Brats20ID,Age,Survival_days,Extent_of_Resection\nBraTS20_Training_001,60.463,289,GTR\n"
      "BraTS20_Training_002,52.2,ALIVE (361 days later),NA\n");
  put("BraTS20_Training_001/BraTS20_Training_001_t1ce.nii.gz", "x");
  put("BraTS20_Training_001/W39_1998.09.19_Segm.nii", "x");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  ASSERT_EQ(opened->table.rows(), 2U);
  EXPECT_EQ(cell(*opened, 0, "site"), "CBICA");
  EXPECT_EQ(cell(*opened, 0, "survival_days"), "289");
  EXPECT_EQ(cell(*opened, 0, "sequences"), "1");
  EXPECT_EQ(cell(*opened, 0, "mask"), "BraTS20_Training_001/W39_1998.09.19_Segm.nii");
  EXPECT_EQ(cell(*opened, 1, "hospital"), "Henry Ford Hospital");
  EXPECT_EQ(cell(*opened, 1, "patient"), "TCGA-DU-5851");
  EXPECT_EQ(cell(*opened, 1, "survival_days"), "361");
  EXPECT_EQ(cell(*opened, 1, "survival_event"), "0");
}

TEST(SiteFinding, SaysWhatItDoesNotKnow) {
  using core::CovariateVerdict;
  EXPECT_EQ(site_of_brats("BraTS20_Training_001").verdict, CovariateVerdict::missing);
  EXPECT_EQ(site_of_brats("").verdict, CovariateVerdict::missing);
  EXPECT_EQ(site_of_tcga("TCGA-ZZ-0001").verdict, CovariateVerdict::unrecognised);
  EXPECT_EQ(group_of_fastmri("file1000244.h5").verdict, CovariateVerdict::missing);
  EXPECT_EQ(group_of_fastmri("file_brain_AXT1PRE_209_6000968.h5").canonical, "209");
  EXPECT_EQ(vendor_of_private_creator("MITRA OBJECT UTF8 ATTRIBUTES 1.0").canonical, "archive");
  EXPECT_EQ(vendor_of_private_creator("SIEMENS MEDCOM OOG").canonical, "Siemens");
}

TEST_F(DatasetTest, TciaReadsManifestsAndLists) {
  put("x.tcia",
      "downloadServerUrl=https://example.org\r\nincludeAnnotation=true\r\nmanifestVersion=3.0\r\n"
      "ListOfSeriesToDownload=\r\n1.3.6.1.4.1.14519.5.2.1.1\r\nnot a uid\r\n1.3.6.1.9\r\n");
  put("metadata.csv",
      "Series UID,Collection,3rd Party Analysis,Data Description URI,Subject ID,Study UID,Study "
      "Description,Study Date,Series Description,Manufacturer,Modality,SOP Class Name,SOP Class "
      "UID,Number of Images,File Size,File Location,Download Timestamp\n"
      "1.3.6.1.9,HNSCC,NO,httpsdoi.org10,TCGA-06-0137,1.2,RT SIMULATION,12-05-1998,null,GE MEDICAL "
      "SYSTEMS,CT,CT Image Storage,1.2.840,90,163.31 KB,./HNSCC/a,2020\n");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(opened->dataset->id, "tcia");
  ASSERT_EQ(opened->table.rows(), 2U);
  EXPECT_EQ(cell(*opened, 0, "date"), "1998-12-05");
  EXPECT_EQ(cell(*opened, 0, "vendor"), "GE");
  EXPECT_EQ(cell(*opened, 0, "site"), "Henry Ford Hospital");
  EXPECT_EQ(cell(*opened, 1, "series"), "1.3.6.1.4.1.14519.5.2.1.1");
  EXPECT_EQ(findings.count("dataset.bad-identifier"), 1U);
  EXPECT_TRUE(findings.sorted().size() == 1U);
  EXPECT_FALSE(read_tcia_manifest("noOfrRetry=4\n1.2.3\n", "x", findings));
  EXPECT_TRUE(is_uid("1.2.3"));
  for (const char* bad : {"", ".1", "1.", "1..2", "1.2a"}) EXPECT_FALSE(is_uid(bad)) << bad;
}

TEST_F(DatasetTest, RsnaIchPivotsAndRefusesConflicts) {
  std::string table = "ID,Label\n";
  for (const char* subtype :
       {"epidural", "intraparenchymal", "intraventricular", "subarachnoid", "subdural", "any"})
    table +=
        "ID_000039fa0_" + std::string(subtype) +
        (std::string(subtype) == "subdural" || std::string(subtype) == "any" ? ",1\n" : ",0\n");
  put("stage_2_train.csv", table + "ID_000039fa0_any,1\n");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(opened->dataset->id, "rsna_ich");
  ASSERT_EQ(opened->table.rows(), 1U);
  EXPECT_EQ(cell(*opened, 0, "image"), "ID_000039fa0");
  EXPECT_EQ(cell(*opened, 0, "subdural"), "1");
  EXPECT_EQ(cell(*opened, 0, "epidural"), "0");
  EXPECT_EQ(findings.count("dataset.repeated-row"), 1U);
  put("stage_2_train.csv", table + "ID_000039fa0_any,0\n");
  const auto torn = open();
  ASSERT_FALSE(torn);
  EXPECT_EQ(torn.error().code(), "dataset.duplicate-id");
}

TEST_F(DatasetTest, EmbedJoinsFindingsToTheRightBreastOnly) {
  put("EMBED_OpenData_clinical.csv",
      "empi_anon,acc_anon,side,asses,tissueden,path_severity,numfind\n"
      "1,10,L,K ,3,0,1\n1,10,R,N,3,,2\n1,11,,A,2,4,1\n");
  put("EMBED_OpenData_metadata.csv",
      "empi_anon,acc_anon,ImageLateralityFinal,anon_dicom_path,FinalImageType,ViewPosition,"
      "Manufacturer,num_roi,ROI_coords,study_date_anon,AnyOther\n"
      "1,10,L,cohort_1/1/10/a.dcm,2D,MLO,\"HOLOGIC, Inc.\",1,\"[[1, 2, 3, 4]]\",2014-01-01,x\n"
      "1,10,R,cohort_1/1/10/b.dcm,C-view,CC,\"HOLOGIC, Inc.\",0,[],2014-01-01,x\n"
      "1,11,R,cohort_1/1/11/c.dcm,2D,CC,GE MEDICAL SYSTEMS,0,[],2014-01-01,x\n"
      "2,20,R,cohort_1/2/20/d.dcm,2D,CC,GE MEDICAL SYSTEMS,0,[],2014-01-01,x\n");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(opened->dataset->id, "embed");
  EXPECT_EQ(cell(*opened, 0, "birads"), "6");
  EXPECT_EQ(cell(*opened, 0, "cancer"), "1");
  EXPECT_EQ(cell(*opened, 0, "breast_density"), "C");
  EXPECT_EQ(cell(*opened, 1, "birads"), "1");
  EXPECT_EQ(cell(*opened, 1, "cancer"), "");  // no tissue is no benign finding
  EXPECT_EQ(cell(*opened, 2, "birads"), "0");
  EXPECT_EQ(cell(*opened, 2, "cancer"), "0");
  EXPECT_EQ(cell(*opened, 0, "vendor"), "Hologic");
  EXPECT_EQ(findings.count("dataset.no-labels"), 1U);
}

TEST_F(DatasetTest, FastMriReadsNamesFromListsAndFolders) {
  put("brain_multicoil_train_batch_0.txt",
      "file_brain_AXT1PRE_209_6000968.h5\nfile_brain_AXT2_200_2000001.h5\nreadme\n");
  put("knee_singlecoil_val.txt", "file1000244.h5\n");
  put("multicoil_train/file_brain_AXT2_200_2000001.h5", "x");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(opened->dataset->id, "fastmri");
  ASSERT_EQ(opened->table.rows(), 3U);
  EXPECT_EQ(cell(*opened, 0, "acquisition_group"), "209");
  EXPECT_EQ(cell(*opened, 0, "acquisition_group (from)"), "file name (inferred)");
  EXPECT_EQ(cell(*opened, 0, "contrast"), "AXT1PRE");
  EXPECT_NE(cell(*opened, 1, "file"), "");
  EXPECT_EQ(cell(*opened, 2, "anatomy"), "knee");
  EXPECT_EQ(cell(*opened, 2, "partition"), "val");
  EXPECT_EQ(cell(*opened, 2, "site"), "");
  EXPECT_EQ(findings.count("dataset.bad-identifier"), 1U);
}

TEST_F(DatasetTest, UkBiobankReadsThreeSpellingsAndDropsTheWithdrawn) {
  const std::string rows =
      "1000001,0,1950,64,2016-01-02,11025\n1000002,1,1950,-3,2016-01-02,11027\n"
      "1000003,1,1950,,,\n1000004,0,1950,64,2016-01-02,11026\n";
  const std::string headers[] = {"eid,31-0.0,34-0.0,21003-2.0,53-2.0,54-2.0\n",
                                 "f.eid,f.31.0.0,f.34.0.0,f.21003.2.0,f.53.2.0,f.54.2.0\n",
                                 "eid,p31,p34,p21003_i2,p53_i2,p54_i2\n"};
  put("w12345_2023.csv", "1000004\n");
  put("1000009_20252_2_0.zip", "x");
  for (const std::string& header : headers) {
    put("table.csv", header + rows);
    findings = {};
    const auto opened = open();
    ASSERT_TRUE(opened) << opened.error().text();
    EXPECT_EQ(opened->dataset->id, "uk_biobank");
    ASSERT_EQ(opened->table.rows(), 3U) << header;
    EXPECT_EQ(cell(*opened, 0, "site"), "Cheadle");
    EXPECT_EQ(cell(*opened, 0, "sex"), "F");
    EXPECT_EQ(cell(*opened, 1, "age"), "");
    EXPECT_EQ(cell(*opened, 1, "age (verdict)"), "sentinel");
    EXPECT_EQ(cell(*opened, 2, "file"), "1000009_20252_2_0.zip");
    EXPECT_EQ(findings.count("dataset.withdrawn"), 1U);
    EXPECT_EQ(findings.count("dataset.not-imaged"), 1U);
  }
  EXPECT_EQ(uk_biobank_column("p20252_i2_a1")->array, 1U);
  EXPECT_FALSE(uk_biobank_column("patient"));
  EXPECT_FALSE(uk_biobank_bulk("1000223_20252_2.zip"));
}

TEST_F(DatasetTest, CocoAndATableWithImagesAreReadAsTheyAre) {
  put("instances.json",
      R"({"images":[{"id":1,"file_name":"a.png","width":9,"height":8},{"id":2,"file_name":"b.png"}],
          "annotations":[{"image_id":1,"category_id":7,"bbox":[1,2,3,4]},
                         {"image_id":3,"category_id":7,"bbox":[1,2,3,4]}],
          "categories":[{"id":7,"name":"nodule"}]})");
  const auto coco = open();
  ASSERT_TRUE(coco) << coco.error().text();
  EXPECT_EQ(coco->dataset->id, "coco");
  EXPECT_EQ(cell(*coco, 0, "nodule"), "1");
  EXPECT_EQ(cell(*coco, 0, "boxes"), "nodule [1,2,3,4]");
  EXPECT_EQ(cell(*coco, 1, "nodule"), "0");
  EXPECT_EQ(findings.count("dataset.bad-identifier"), 1U);
  std::filesystem::remove(folder_ / "instances.json");
  put("labels.csv", "image_id,label\na,1\nz,0\n");
  put("img/a.png", "x");
  const auto plain = open();
  ASSERT_TRUE(plain) << plain.error().text();
  EXPECT_EQ(plain->dataset->id, "images_with_table");
  EXPECT_EQ(cell(*plain, 0, "file"), "img/a.png");
  EXPECT_EQ(findings.count("dataset.image-absent"), 1U);
}

TEST_F(DatasetTest, RsnaPneumoniaTakesNoImageForAPatient) {
  put("headers.csv",
      ",BodyPartExamined,ConversionType,Filename,Modality,PatientAge,PatientID,PatientSex,"
      "PixelSpacing,ViewPosition\n0,CHEST,WSD,a.dcm,CR,148,a,F,0.168,AP\n"
      "1,CHEST,WSD,b.dcm,CR,43,b,M,0.143,PA\n");
  put("stage_2_train_labels.csv",
      "patientId,x,y,width,height,Target\na,1,2,3,4,1\na,5,6,7,8,1\nb,,,,,0\n");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(opened->dataset->id, "rsna_pneumonia");
  EXPECT_EQ(cell(*opened, 0, "patient"), "");
  EXPECT_EQ(cell(*opened, 0, "age (verdict)"), "sentinel");
  EXPECT_EQ(cell(*opened, 0, "boxes"), "1 2 3 4; 5 6 7 8");
  EXPECT_EQ(cell(*opened, 1, "opacity"), "0");
}

TEST_F(DatasetTest, VinBigDataHasARowAReaderAndImage) {
  put("train.csv",
      "image_id,class_name,class_id,rad_id,x_min,y_min,x_max,y_max\nx,No finding,14,R1,,,,\n"
      "x,Nodule/Mass,8,R2,1,2,3,4\nx,Nodule/Mass,8,R2,5,6,7,8\n");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(opened->dataset->id, "vinbigdata");
  ASSERT_EQ(opened->table.rows(), 2U);
  EXPECT_EQ(cell(*opened, 0, "No finding"), "1");
  EXPECT_EQ(cell(*opened, 0, "Nodule/Mass"), "0");
  EXPECT_EQ(cell(*opened, 1, "reader"), "R2");
  EXPECT_EQ(cell(*opened, 1, "boxes"), "Nodule/Mass 1 2 3 4; Nodule/Mass 5 6 7 8");
}

TEST_F(DatasetTest, EveryCohortHasTheSameFirstColumns) {
  put("knee_singlecoil_val.txt", "file1000244.h5\n");
  const auto opened = open();
  ASSERT_TRUE(opened);
  const std::vector<std::string> names = opened->table.names();
  const std::vector<std::string> schema = {
      "dataset", "site",     "patient",   "study",        "series", "image",
      "file",    "modality", "view",      "vendor",       "model",  "age",
      "sex",     "date",     "partition", "label_source", "reader"};
  ASSERT_GE(names.size(), schema.size());
  EXPECT_TRUE(std::equal(schema.begin(), schema.end(), names.begin()));
}

TEST_F(DatasetTest, BratsTakesTwoTimePointsForOnePatient) {
  for (const char* id : {"BraTS-GLI-00005-000", "BraTS-GLI-00005-001", "BraTS-GLI-00006-000"})
    put(std::string(id) + "/" + id + "-t1n.nii.gz", "x");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(opened->dataset->id, "brats");
  ASSERT_EQ(opened->table.rows(), 3U);
  EXPECT_EQ(cell(*opened, 0, "patient"), "BraTS-GLI-00005");
  EXPECT_EQ(cell(*opened, 1, "patient"), "BraTS-GLI-00005");
  EXPECT_EQ(cell(*opened, 1, "study"), "BraTS-GLI-00005-001");
  EXPECT_EQ(cell(*opened, 2, "patient"), "BraTS-GLI-00006");
}

TEST_F(DatasetTest, BratsReadsTheArchivesOwnNamesByBarcode) {
  put("TCGA-06-0137/TCGA-06-0137_1996.08.23_t1Gd.nii.gz", "x");
  put("TCGA-06-0137/TCGA-06-0137_1996.08.23_flair.nii.gz", "x");
  put("TCGA-06-0137/TCGA-06-0137_1996.08.23_GlistrBoost.nii.gz", "x");
  put("TCGA-06-0137/TCGA-06-0137_1996.08.23_GlistrBoost_ManuallyCorrected.nii.gz", "x");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  ASSERT_EQ(opened->table.rows(), 1U);
  EXPECT_EQ(cell(*opened, 0, "patient"), "TCGA-06-0137");
  EXPECT_EQ(cell(*opened, 0, "hospital"), "Henry Ford Hospital");
  EXPECT_EQ(cell(*opened, 0, "sequences"), "2");
  EXPECT_TRUE(cell(*opened, 0, "mask").ends_with("ManuallyCorrected.nii.gz"));
}

TEST_F(DatasetTest, TciaReadsTheMirrorsNamesAndSaysThatDatesAreAsPublished) {
  put("idc.csv",
      "collection_id,PatientID,StudyInstanceUID,SeriesInstanceUID,Modality,instanceCount,"
      "series_size_MB,source_DOI,license_short_name,StudyDate\n"
      "nlst,100012,1.2.3,1.2.3.4,CT,150,78.9,10.7937/x,CC BY 4.0,1999-01-02\n");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(cell(*opened, 0, "collection"), "nlst");
  EXPECT_EQ(cell(*opened, 0, "images"), "150");
  EXPECT_EQ(cell(*opened, 0, "licence"), "CC BY 4.0");
  EXPECT_EQ(cell(*opened, 0, "date (from)"), "column Study Date, as published");
}

TEST_F(DatasetTest, UkBiobankReadsTheWordsOfThePlatformForItsCodes) {
  put("participant.csv",
      "participant.eid,p31,p21003_i2,p53_i2,p54_i2\n7,Female,61,2019-03-02,Cheadle (imaging)\n"
      "8,Male,-3,2019-03-02,Atlantis\n");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(cell(*opened, 0, "site"), "Cheadle");
  EXPECT_EQ(cell(*opened, 0, "sex"), "F");
  EXPECT_EQ(cell(*opened, 1, "site (verdict)"), "unrecognised");
  EXPECT_EQ(cell(*opened, 1, "age (verdict)"), "sentinel");
}

TEST_F(DatasetTest, EmbedKeepsABlankPathologyApartFromABenignOne) {
  put("tables/EMBED_OpenData_clinical.csv",
      "empi_anon,acc_anon,side,asses,tissueden,path_severity,massdens\n"
      "1,10,L,A,2.0,,+\n1,11,R,S,5,4.0,-\n1,12,,M,3,1,=\n");
  put("tables/EMBED_OpenData_metadata.csv",
      "empi_anon,acc_anon,ImageLateralityFinal,anon_dicom_path,FinalImageType,study_date_anon\n"
      "1,10,L,a.dcm,2D,2013-01-01\n1,11,R,b.dcm,2D,2014-01-01\n1,12,R,c.dcm,2D,2015-01-01\n"
      "1,12,L,d.dcm,C-view,2015-01-01\n1,99,L,e.dcm,2D,2015-01-01\n");
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().text();
  EXPECT_EQ(cell(*opened, 0, "cancer"), "");   // no tissue was taken
  EXPECT_EQ(cell(*opened, 1, "cancer"), "0");  // benign by pathology
  EXPECT_EQ(cell(*opened, 2, "cancer"), "1");  // a blank side is both breasts
  EXPECT_EQ(cell(*opened, 3, "cancer"), "1");
  EXPECT_EQ(cell(*opened, 0, "breast_density"), "B");
  EXPECT_EQ(cell(*opened, 1, "breast_density"), "");  // 5: a male breast
  EXPECT_EQ(findings.count("dataset.no-labels"), 1U);
  EXPECT_EQ(cell(*opened, 0, "date (from)"), "column study_date_anon, shifted by patient");
}

}  // namespace
}  // namespace secondsite::cohort
