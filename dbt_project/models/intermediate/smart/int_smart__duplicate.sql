with questions as (
    select * from {{ ref('int_smart_questions') }}
    where test = 'duplicate'
),

figures as (
    select
        measure_id,
        baseline_value,
        target_value,
        baseline_in_words,
        target_in_words
    from {{ ref('int_smart_figures') }}
),

measures as (
    select
        measure_id,
        unit,
        sort_order
    from {{ ref('stg_reference__measures') }}
),

owners as (
    select * from {{ ref('int_smart_owners') }}
),

promised as (
    select
        questions.*,
        figures.baseline_value,
        figures.target_value,
        figures.baseline_in_words,
        figures.target_in_words,
        measures.unit,
        measures.sort_order as measure_order,
        owners.owner_post_id,
        owners.owner_title
    from questions
    inner join figures
        on questions.measure_id = figures.measure_id
    inner join measures
        on questions.measure_id = measures.measure_id
    inner join owners
        on questions.measure_id = owners.measure_id
),

-- Of a pair the one that stands later in the paper repeats the one before it.
repeated as (
    select
        later.*,
        earlier.measure_id as other_measure_id,
        earlier.subject_name as other_name
    from promised as later
    inner join promised as earlier
        on
            later.scorecard_id = earlier.scorecard_id
            and later.smart_rule_id = earlier.smart_rule_id
            and later.baseline_value = earlier.baseline_value
            and later.target_value = earlier.target_value
            and later.unit = earlier.unit
            and later.owner_post_id = earlier.owner_post_id
            and (
                later.measure_order > earlier.measure_order
                or (
                    later.measure_order = earlier.measure_order
                    and later.measure_id > earlier.measure_id
                )
            )
),

final as (
    select
        subject_id,
        measure_id,
        objective_id,
        other_measure_id,
        scorecard_id,
        test,
        smart_rule_id,
        {{ fill_in('clause', {
            'other': 'other_name',
            'baseline_value': 'baseline_in_words',
            'target_value': 'target_in_words',
            'owner': 'owner_title',
        }) }} as clause,
        version,
        sort_order
    from repeated
)

select * from final
