with restatements as (
    select * from {{ ref('int_restatements') }}
),

sentences as (
    select * from {{ ref('int_restatement_sentences') }}
),

final as (
    select
        publication_id,
        measure_id,
        organisation_unit_id,
        period_id,
        restatements.reason,
        sentences.explanation,
        restatements.published_target_version_id,
        restatements.current_target_version_id,
        restatements.published_rag_status,
        restatements.current_rag_status,
        restatements.published_value,
        restatements.current_value,
        restatements.published_target_value,
        restatements.current_target_value,
        restatements.is_value_restated,
        restatements.is_target_restated,
        restatements.is_status_restated,
        restatements.is_material,
        restatements.period_end_date,
        restatements.published_on_date,
        restatements.known_since_at
    from restatements
    inner join sentences
        using (publication_id, measure_id, organisation_unit_id, period_id)
)

select * from final
