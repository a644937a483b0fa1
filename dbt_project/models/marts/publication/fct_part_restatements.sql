with restatements as (
    select * from {{ ref('int_part_restatements') }}
),

sentences as (
    select * from {{ ref('int_part_restatement_sentences') }}
),

final as (
    select
        publication_id,
        restatements.part,
        item_id,
        restatements.measure_id,
        restatements.organisation_unit_id,
        restatements.objective_id,
        restatements.exception_rule_id,
        restatements.period_id,
        restatements.published_text,
        restatements.current_text,
        restatements.reason,
        sentences.explanation,
        restatements.is_material,
        restatements.published_on_date,
        restatements.known_since_at
    from restatements
    inner join sentences using (publication_id, part, item_id)
)

select * from final
