#include "command.h"
#include "parts.h"
#include "readers_parts.h"

namespace secondsite::cli::commands {

Command readers() {
  return {
      .id = "readers",
      .summary = "How well do readers agree, what is their consensus, where does the model stand",
      .group = "Beside",
      .examples = {{"secondsite readers agreement reads.csv --reader rad --case image",
                    "A row a read: kappa, alpha and AC1 with intervals"},
                   {"secondsite readers agreement bc1.csv bc2.csv bc3.csv",
                    "A table a reader, findings by column name"},
                   {"secondsite readers agreement diameters.csv --rating a --rating b",
                    "Measurements: ICC and the limits of agreement"}},
      .declare = [](CLI::App& app) -> std::function<Exit(Session&)> {
        Parts parts(app);
        parts.add(
            "agreement", "Kappas, alpha, AC1, ICC, Bland-Altman: overall and by pair",
            declare_readers_agreement,
            {{"secondsite readers agreement reads.csv --reader rad --case image", "A row a read"},
             {"secondsite readers agreement wide.csv --rating r1 --rating r2 --rating r3",
              "A column a reader"},
             {"secondsite readers agreement --masks anna=masks/anna --masks ben=masks/ben",
              "Contours: Dice, surface Dice, distances, and lesions linked over readers"}});
        parts.add("study", "Reader studies: readers x cases x modalities, by every estimator",
                  declare_readers_study,
                  {{"secondsite readers study VanDyke.csv", "A row a read; columns are guessed"},
                   {"secondsite readers study pivotal.imrmc --estimator u-bdg \\\n      "
                    "--claim non-inferiority --margin 0.05 --test aided --reference unaided",
                    "Declare the estimator and the claim"},
                   {"secondsite readers study marks.csv --lesions truth.csv",
                    "Localisation: the wAFROC area"}});
        parts.add(
            "size", "Readers and cases that a reader study needs", declare_readers_size,
            {{"secondsite readers size pilot.csv --effect 0.04",
              "Components of a pilot: cases for several numbers of readers"},
             {"secondsite readers size pilot.csv --effect 0.04 --readers 8", "Cases for 8 readers"},
             {"secondsite readers size --error .0008 --cov1 .00035 --cov2 .00034 \\\n      "
              "--cov3 .00024 --var-modality-reader .0002 --pilot-cases 114 \\\n      "
              "--effect 0.05 --readers 6 --cases 200",
              "Power from components of the literature"}});
        parts.add(
            "automation", "Errors of commission and omission; what a wrong model does to readers",
            declare_readers_automation,
            {{"secondsite readers automation reads.csv --model-output ai",
              "Reads without and with the model, and its output"},
             {"secondsite readers automation reads.csv --model-output ai --time seconds",
              "With reading times"},
             {"secondsite readers automation reads.csv --model-output ai --threshold 3 \\\n      "
              "--without unaided --with aided",
              "Ratings from 3 are positive calls"}});
        parts.add("consensus", "One label a case: majority, weighted, Dawid-Skene, STAPLE",
                  declare_readers_consensus,
                  {{"secondsite readers consensus bc1.csv bc2.csv bc3.csv --out consensus",
                    "Majority; consensus.csv has a row a case"},
                   {"secondsite readers consensus reads.csv --rule dawid_skene",
                    "With each reader's estimated error rates"},
                   {"secondsite readers consensus --masks r1/ --masks r2/ --masks r3/ --out fused",
                    "Contours: one mask and one probability map a case, as NIfTI"}});
        parts.add("band", "Each reader against the others, and the model against the same",
                  declare_readers_band,
                  {{"secondsite readers band bc1.csv bc2.csv bc3.csv --model scores.csv \\\n      "
                    "--threshold 0.5",
                    "Is the model in, above or below the inter-reader band?"},
                   {"secondsite readers band bc*.csv --reference bc1 --reference bc2 \\\n      "
                    "--reference bc3",
                    "Others against the majority of three"},
                   {"secondsite readers band bc1.csv bc2.csv bc3.csv --margin 0.02",
                    "Is a claimed difference finer than the noise floor?"}});
        parts.add("adjudicate", "Which cases to read again first, and what it would buy",
                  declare_readers_adjudicate,
                  {{"secondsite readers adjudicate bc1.csv bc2.csv bc3.csv", "Most doubtful first"},
                   {"secondsite readers adjudicate reads.csv --adjudicator-error 0.05",
                    "With an adjudicator who errs too"},
                   {"secondsite readers adjudicate reads.csv --share 0.1 --list 50",
                    "What a tenth of the cases would buy"}});
        parts.add("lesions", "Marks of LIDC-IDRI linked to lesions: how many readers saw each",
                  declare_readers_lesions,
                  {{"secondsite readers lesions tcia-lidc-xml", "All series, the rule stated"},
                   {"secondsite readers lesions tcia-lidc-xml \\\n      --strata "
                    "LIDC-IDRI_MetaData.csv --strata pylidc.csv \\\n      --on \"Patient "
                    "Id=patient_id\" --by Manufacturer --by slice_thickness",
                    "By manufacturer and slice thickness"},
                   {"secondsite readers lesions tcia-lidc-xml --with-outline",
                    "Another rule: outlines belong to the marks"}});
        parts.add("label-error", "The estimates, were the labels right",
                  declare_readers_label_error,
                  {{"secondsite readers label-error scores.csv --score p --label nlp \\\n      "
                    "--rates audit.json",
                    "AUROC and prevalence"},
                   {"secondsite readers label-error scores.csv --score p --label nlp \\\n      "
                    "--rates audit.json --threshold 0.5",
                    "Sensitivity, specificity and predictive values too"},
                   {"secondsite readers label-error scores.csv --score p --label nlp \\\n      "
                    "--rates audit.json --patient id",
                    "Clustered by patient"}});
        return parts.chosen(
            "secondsite: readers what? agreement, consensus, band, adjudicate,\n"
            "  lesions, label-error, study, size or automation\n"
            "  try:   secondsite readers --help\n");
      }};
}

}  // namespace secondsite::cli::commands
